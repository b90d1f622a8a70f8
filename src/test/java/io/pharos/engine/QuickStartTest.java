package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickStartTest {
  private static final List<String> PREVIEW = List.of("preview", "--stack", "primary");
  private static final String MAKES = "-XX:ArchiveClassesAtExit=";

  @TempDir private Path root;
  private Path jar;
  private Path archive;

  @BeforeEach
  void built() throws IOException {
    Path target = Files.createDirectories(root.resolve("src/target"));
    jar = Files.writeString(target.resolve("pharos.jar"), "classes");
    archive = target.resolve("pharos.jsa");
  }

  private QuickStart quickStart() {
    return QuickStart.of(root, Map.of()).orElseThrow();
  }

  private static String options(QuickStart.Started started) {
    return started.environment().get(QuickStart.VARIABLE);
  }

  /** As Java does at the end of the program. */
  private static void leaveArchive(QuickStart.Started started, String content) throws IOException {
    String options = options(started);
    Files.writeString(Path.of(options.substring(options.indexOf(MAKES) + MAKES.length())), content);
  }

  @Test
  void theFirstPreviewAfterABuildMakesTheArchiveThatTheNextOnesUse() throws IOException {
    QuickStart quickStart = quickStart();
    try (QuickStart.Started first = quickStart.start(PREVIEW)) {
      assertThat(options(first)).contains(MAKES);
      leaveArchive(first, "archive");
      assertThat(archive).doesNotExist();
    }
    assertThat(archive).hasContent("archive");
    try (QuickStart.Started second = quickStart.start(PREVIEW)) {
      assertThat(options(second))
          .doesNotContain(MAKES)
          .contains("-Xshare:auto -XX:SharedArchiveFile=" + archive);
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    try (QuickStart.Started afterABuild = quickStart.start(PREVIEW)) {
      assertThat(options(afterABuild)).contains(MAKES);
    }
  }

  @Test
  void onlyOneMakesIt_andOnlyWhatRunsTheProgram() throws IOException {
    QuickStart quickStart = quickStart();
    try (QuickStart.Started refresh = quickStart.start(List.of("refresh"));
        QuickStart.Started first = quickStart.start(PREVIEW);
        QuickStart.Started meanwhile = quickStart.start(PREVIEW)) {
      assertThat(options(refresh)).doesNotContain(MAKES);
      assertThat(options(first)).contains(MAKES);
      assertThat(options(meanwhile)).doesNotContain(MAKES);
    }
  }

  @Test
  void aProgramThatLeavesNoneLeavesNothingBehind() throws IOException {
    try (QuickStart.Started failed = quickStart().start(PREVIEW)) {
      assertThat(options(failed)).contains(MAKES);
    }
    assertThat(jar.getParent().toFile().list()).containsExactly("pharos.jar");
  }

  @Test
  void optionsOfThePersonAreLeftAlone_thoseOfAServedSandboxAreOurs() {
    assertThat(QuickStart.of(root, Map.of(QuickStart.VARIABLE, "-Xmx1g"))).isEmpty();
    assertThat(QuickStart.of(root, QuickStart.variables(root))).isPresent();
  }

  @Test
  void whatJavaSaysAboutItIsNoProgress() {
    assertThat(
            QuickStart.isNotice(
                " pulumi:pulumi:Stack pharos-primary NOTE: Picked up JDK_JAVA_OPTIONS: -Xshare"))
        .isTrue();
    assertThat(QuickStart.isNotice("NOTE: something else")).isFalse();
  }
}
