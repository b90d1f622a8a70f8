package io.pharos.sandbox.provider;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What the provider is doing to a resource, and how it says that it failed. */
enum Operation {
  CREATE("creating", "Create"),
  READ("reading", "Describe"),
  UPDATE("updating", "Modify"),
  DELETE("deleting", "Delete");

  private final String word;
  private final String verb;

  Operation(String word, String verb) {
    this.word = word;
    this.verb = verb;
  }

  /** AWS said no. */
  ProviderFailure refused(ResourceType type, String label, AwsServiceException refusal) {
    return new ProviderFailure(
        subject(type, label)
            + "operation error "
            + service(type).sdkId()
            + ": "
            + api(type)
            + ", https response error StatusCode: "
            + refusal.statusCode()
            + ", RequestID: "
            + refusal.requestId()
            + ", api error "
            + refusal.awsErrorDetails().errorCode()
            + ": "
            + refusal.awsErrorDetails().errorMessage(),
        refusal);
  }

  /** Nobody answers. */
  ProviderFailure unreachable(ResourceType type, String label, String region) {
    return new ProviderFailure(subject(type, label) + service(type).unreachable(api(type), region));
  }

  /** A defect of the sandbox, with the place where it is. */
  ProviderFailure broken(ResourceType type, String label, RuntimeException defect) {
    String place =
        java.util.Arrays.stream(defect.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("io.pharos"))
            .findFirst()
            .map(frame -> " at " + frame)
            .orElse("");
    return new ProviderFailure(
        subject(type, label) + "the sandbox failed: " + defect + place, defect);
  }

  private String subject(ResourceType type, String label) {
    String noun =
        type.noun() != null
            ? type.noun()
            : service(type).sdkId() + " " + type.shortName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return word + " " + noun + " (" + label + "): ";
  }

  private String api(ResourceType type) {
    return type.operation().getOrDefault(name().toLowerCase(), verb + type.shortName());
  }

  private static AwsService service(ResourceType type) {
    return AwsService.of(type.module(), type.shortName());
  }
}
