package io.pharos.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  @Test
  void showsEachStepAsABarAndTheFiguresBesideTheObjectives() {
    String text = Timeline.of(Reports.met());

    assertThat(text.lines())
        .anyMatch(
            line -> line.contains("detect") && line.contains("\u2588") && line.contains("96.6 s"))
        .anyMatch(line -> line.contains("promote") && line.contains("150.0 s"))
        .anyMatch(line -> line.contains("at best") && line.contains("usually 6 min 00 s"))
        .anyMatch(
            line -> line.contains("RTO") && line.contains("5 min 11 s") && line.contains("15 min"))
        .anyMatch(line -> line.contains("1500 acknowledged, 3 lost"))
        .anyMatch(line -> line.contains("verdict") && line.endsWith("met"));
  }

  @Test
  void saysWhatIsPendingAndWhatWentWrong() {
    String text = Timeline.of(Reports.stopped());

    assertThat(text.lines())
        .anyMatch(line -> line.contains("takeover") && line.endsWith("pending"))
        .anyMatch(line -> line.contains("users did not recover"))
        .anyMatch(line -> line.contains("Step promote is failed: not authorized"))
        .anyMatch(line -> line.endsWith("stopped"));
  }

  @Test
  void aFailbackShowsItsPartsAndThatNothingMayBeLost() {
    assertThat(Timeline.of(Reports.failback()).lines())
        .anyMatch(line -> line.startsWith("Failback (planned), seconds since the start"))
        .anyMatch(line -> line.contains("switch: promote") && line.contains("\u2592"))
        .anyMatch(line -> line.contains("RPO") && line.contains("nothing may be lost"));
  }

  @Test
  void theReturnOfTheLostRegionIsShownWithItsFence() {
    assertThat(Timeline.of(Reports.returned()).lines())
        .anyMatch(
            line ->
                line.contains("return")
                    && line.contains("1500.0")
                    && line.contains("fenced itself within 36.0 s")
                    && line.contains("29 stray writes"));
  }

  @Test
  void fitsATerminal() {
    for (DrillReport report : List.of(Reports.met(), Reports.failback(), Reports.returned())) {
      assertThat(Timeline.of(report).lines()).allMatch(line -> line.length() <= 110);
    }
  }
}
