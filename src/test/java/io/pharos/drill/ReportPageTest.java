package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPageTest {

  /** The page without the chart's library, which would fill a failure's message. */
  private static String body(DrillReport... phases) {
    String page = ReportPage.of(List.of(phases));
    return page.substring(page.indexOf("<body>"), page.indexOf("<script>/*!"));
  }

  @Test
  void theVerdictComesFirst_andEachPhaseIsSaidInASentence() {
    assertThat(body(Reports.met(), Reports.failback()))
        .startsWith("<body>\n<h1 class=\"stopped\">Stopped in a safe state</h1>")
        .contains(
            "Users were served again after 5 min 11 s (objective 15 min 00 s), and 3 of their 1500"
                + " writes are lost.")
        .contains("Users were served again after 7 min 08 s");
  }

  @Test
  void barsLieWhereTheirStepsRan_andSayWhatWentWrong() {
    assertThat(body(Reports.failback()))
        .contains("<td>switch: promote</td><td class=\"number\">2440.0</td>")
        .contains("left: 53.8%; width: 5.6%")
        .contains("<td class=\"failed\">failed</td>");
  }

  @Test
  void theChartHasTheShareOfRequestsThatSucceeded() {
    assertThat(body(Reports.met()))
        .contains("data-points=\"[[-10.0,0.0,312.0],[100.0,0.0,90.0]]\"");
  }

  @Test
  void whatTheLostRegionDidIsSaid() {
    assertThat(body(Reports.returned())).contains("29 stray writes.");
  }

  @Test
  void aFindingCannotBecomeMarkup() {
    assertThat(body(Reports.withFinding("<script>alert(1)</script>")))
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script>alert(1)");
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(ReportPage.of(List.of(Reports.met())))
        .doesNotContain(" src=")
        .doesNotContain("<link")
        .doesNotContain("url(")
        .doesNotContain("@import");
  }
}
