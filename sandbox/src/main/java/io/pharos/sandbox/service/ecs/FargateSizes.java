package io.pharos.sandbox.service.ecs;

import java.util.Map;

/**
 * The combinations of CPU and memory that Fargate has.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size">Task
 *     CPU and memory</a>
 */
final class FargateSizes {

  /** From, to and in steps of so many MiB. */
  private record Memory(int from, int to, int step) {}

  private static final Map<Integer, Memory> BY_CPU =
      Map.of(
          512, new Memory(1024, 4096, 1024),
          1024, new Memory(2048, 8192, 1024),
          2048, new Memory(4096, 16384, 1024),
          4096, new Memory(8192, 30720, 1024),
          8192, new Memory(16384, 61440, 4096),
          16384, new Memory(32768, 122880, 8192));

  private FargateSizes() {}

  static boolean exists(String cpu, String memory) {
    if (!cpu.matches("\\d{1,6}") || !memory.matches("\\d{1,6}")) {
      return false;
    }
    int units = Integer.parseInt(cpu);
    int mebibytes = Integer.parseInt(memory);
    if (units == 256) {
      return mebibytes == 512 || mebibytes == 1024 || mebibytes == 2048;
    }
    Memory sizes = BY_CPU.get(units);
    return sizes != null
        && mebibytes >= sizes.from()
        && mebibytes <= sizes.to()
        && (mebibytes - sizes.from()) % sizes.step() == 0;
  }
}
