package io.pharos.config;

/** Reads {@code pharos:pipeline}. */
final class PipelineReader {
  private static final Rule CONNECTION =
      Rule.matching(
          "arn:aws:(codeconnections|codestar-connections):[a-z0-9-]+:\\d{12}:connection/[0-9a-f-]{36}",
          "the ARN of a connection",
          "arn:aws:codeconnections:eu-central-1:123456789012:connection/"
              + "01234567-89ab-cdef-0123-456789abcdef");
  private static final Rule REPOSITORY =
      Rule.matching("[A-Za-z0-9._-]+/[A-Za-z0-9._/-]+", "a repository, owner/name", "example/shop");
  private static final Rule BRANCH =
      Rule.matching("[A-Za-z0-9][A-Za-z0-9._/-]{0,200}", "the name of a branch", "main");
  private static final Rule BACKEND =
      Rule.matching(
          "s3://[a-z0-9.-]+(\\?.*)?|https://\\S+",
          "the URL of Pulumi's state, s3:// or https://",
          "s3://example-pulumi-state?region=eu-central-1");
  private static final Rule ROLE =
      Rule.matching(
          "arn:aws:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}",
          "the ARN of a role",
          "arn:aws:iam::123456789012:role/pharos-up");
  private static final Rule SECRET =
      Rule.matching(
          "[A-Za-z0-9/_+=.@-]{1,512}",
          "the name of a secret in the secondary Region",
          "pulumi-passphrase");

  private final Section section;

  PipelineReader(Section section) {
    this.section = section;
  }

  PipelineSettings read() {
    PipelineSettings settings =
        new PipelineSettings(
            section.text("connection", CONNECTION),
            section.text("repository", REPOSITORY),
            section.text("branch", BRANCH, "main"),
            section.text("backend", BACKEND),
            section.text("previewRole", ROLE),
            section.text("upRole", ROLE),
            section.optionalText("passphraseSecret", SECRET));
    if (section.sound("previewRole", "upRole")
        && settings.previewRole().equals(settings.upRole())) {
      section.wrong(
          "previewRole", "another role than upRole: it runs before anybody has approved", "reads");
    }
    section.close();
    return settings;
  }
}
