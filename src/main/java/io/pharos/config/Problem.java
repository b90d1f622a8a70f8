package io.pharos.config;

/**
 * One wrong setting.
 *
 * @param path where it stands: {@code pharos:network.zones}
 * @param value what stands there, or a word for its absence
 * @param allowed what may stand there
 * @param fix what to do about it
 */
public record Problem(String path, String value, String allowed, String fix) {

  @Override
  public String toString() {
    return path + " is " + value + "\n    allowed: " + allowed + "\n    fix: " + fix;
  }
}
