package io.pharos.drill;

import java.util.Optional;

/**
 * Takes what serves in a Region away by its size, which becomes 0. The upper limit stays, and what
 * it had is given back only while it is still at 0, for recovery may have sized it since.
 */
abstract class SizeHalt implements Breakage {
  private final String region;
  private Optional<Size> before = Optional.empty();

  /** How many there are, and between which limits. */
  record Size(int least, int most, int desired) {}

  SizeHalt(String region) {
    this.region = region;
  }

  /** How large it is now. */
  abstract Size look();

  /** Sets all but the upper limit. */
  abstract void resize(int least, int desired);

  @Override
  public String what() {
    return "the compute of " + region;
  }

  @Override
  public void begin() {
    before = Optional.of(look());
    resize(0, 0);
  }

  @Override
  public void end() {
    before.ifPresent(
        had -> {
          Size now = look();
          if (now.least() == 0 && now.desired() == 0 && now.most() >= had.desired()) {
            resize(had.least(), had.desired());
          }
        });
    before = Optional.empty();
  }
}
