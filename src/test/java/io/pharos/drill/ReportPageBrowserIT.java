package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as Chromium shows it: the chart is drawn, and no script complains. */
class ReportPageBrowserIT {
  @TempDir private Path folder;

  @Test
  void eachPhaseHasItsChart_andNothingComplains() throws Exception {
    Path page =
        Files.writeString(
            folder.resolve("report.html"),
            ReportPage.of(List.of(Reports.met(), Reports.failback())));

    String shown = shown(page);

    assertThat(shown.split("<canvas", -1)).as("charts drawn").hasSize(1 + 2);
    assertThat(Files.readString(folder.resolve("browser.log"))).doesNotContain("CONSOLE");
  }

  /** The document after its scripts have run. */
  private String shown(Path page) throws IOException, InterruptedException {
    Path out = folder.resolve("shown.html");
    Process browser =
        new ProcessBuilder(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("browser.log").toFile())
            .start();
    assertThat(browser.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return Files.readString(out, StandardCharsets.UTF_8);
  }
}
