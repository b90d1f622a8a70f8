package io.pharos.config;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much one task on Fargate gets.
 *
 * @param cpu in units, of which 1024 are a virtual CPU
 * @param memory in MiB
 * @param architecture {@code x86_64} or {@code arm64}
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size">Task
 *     CPU and memory</a>
 */
public record TaskSize(int cpu, int memory, String architecture) {
  static final List<Integer> CPUS = List.of(256, 512, 1024, 2048, 4096, 8192, 16384);

  /** What Fargate offers with so much CPU, in MiB; nothing where it has no such task. */
  static List<Integer> memories(int cpu) {
    return switch (cpu) {
      case 256 -> List.of(512, 1024, 2048);
      case 512 -> steps(1024, 4096, 1024);
      case 1024 -> steps(2048, 8192, 1024);
      case 2048 -> steps(4096, 16384, 1024);
      case 4096 -> steps(8192, 30720, 1024);
      case 8192 -> steps(16384, 61440, 4096);
      case 16384 -> steps(32768, 122880, 8192);
      default -> List.of();
    };
  }

  private static List<Integer> steps(int from, int to, int step) {
    return IntStream.iterate(from, memory -> memory <= to, memory -> memory + step)
        .boxed()
        .toList();
  }
}
