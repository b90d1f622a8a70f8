package io.pharos.sandbox.contract;

/** A state machine for the suites, in the States Language, and the manifest of an image. */
final class Definitions {
  /** Waits for an hour, so that an execution is still running when it is looked at. */
  static final String WAITING =
      """
      {"QueryLanguage": "JSONata", "StartAt": "Wait", "States": {\
      "Wait": {"Type": "Wait", "Seconds": 3600, "End": true}}}""";

  /** Of an image with one layer. */
  static final String MANIFEST =
      """
      {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",\
      "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1,\
      "digest": "sha256:%1$s"}, "layers": [{"size": 1, "digest": "sha256:%1$s",\
      "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip"}]}"""
          .formatted("0".repeat(64));

  private Definitions() {}
}
