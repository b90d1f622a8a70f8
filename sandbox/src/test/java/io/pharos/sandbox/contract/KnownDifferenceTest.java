package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KnownDifferenceTest {

  @Test
  void documentation_listsEachDifference_withItsPage() throws IOException {
    String documentation = Files.readString(Path.of("..", "docs", "testing.md"));

    assertThat(
            Pattern.compile(
                    "\\| `([A-Z_0-9]+)` .*\\((https://docs\\.aws\\.amazon\\.com/\\S+)\\) \\|")
                .matcher(documentation)
                .results()
                .map((MatchResult row) -> row.group(1) + " " + row.group(2)))
        .containsExactlyElementsOf(
            Arrays.stream(KnownDifference.values())
                .map(difference -> difference + " " + difference.page())
                .toList());
  }
}
