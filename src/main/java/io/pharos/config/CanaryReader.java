package io.pharos.config;

import java.util.List;

/** Reads {@code pharos:canary}, which is there only where users' requests are tried. */
final class CanaryReader {
  private static final int MOST_PATHS = 5;

  /** Synthetics keeps what runs have shown for so long at most. */
  private static final int MOST_DAYS = 455;

  private static final Rule PATH =
      Rule.matching("/[A-Za-z0-9_./-]*", "a path that starts with /", "/healthz");
  private static final Rule RUNTIME =
      Rule.matching(
          "syn-nodejs(-puppeteer|-playwright)?-\\d{1,2}\\.\\d{1,2}",
          "a runtime of CloudWatch Synthetics for Node.js",
          CanarySettings.NEWEST_RUNTIME);

  private final Section section;
  private final String healthPath;

  /**
   * @param healthPath what is called where no path is said
   */
  CanaryReader(Section section, String healthPath) {
    this.section = section;
    this.healthPath = healthPath;
  }

  CanarySettings read() {
    int minutes = section.optionalInteger("minutes", 1, 60, 5).orElse(5);
    if (section.sound("minutes") && 60 % minutes != 0) {
      // An alarm's periods are aligned: one without a run would say that nobody looks.
      section.wrong("minutes", "a number of which 60 is a multiple", "5");
    }
    List<String> paths = section.texts("paths", PATH, MOST_PATHS);
    CanarySettings canary =
        new CanarySettings(
            minutes,
            paths.isEmpty() ? List.of(healthPath) : paths,
            section.optionalInteger("retentionDays", 1, MOST_DAYS, 14).orElse(14),
            section.text("runtimeVersion", RUNTIME, CanarySettings.NEWEST_RUNTIME));
    section.close();
    return canary;
  }
}
