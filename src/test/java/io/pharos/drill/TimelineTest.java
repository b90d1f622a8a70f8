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
  void fitsATerminal() {
    assertThat(List.of(Timeline.of(Reports.met()).split("\n")))
        .allMatch(line -> line.length() <= 100);
  }
}
