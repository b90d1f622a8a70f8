package io.pharos.sandbox.service.secretsmanager;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The versions of secrets, and the labels that move between them. */
final class Versions {
  static final String TYPE = "aws:secretsmanager/secretVersion:SecretVersion";
  static final String CURRENT = "AWSCURRENT";
  static final String PREVIOUS = "AWSPREVIOUS";

  private final Account account;

  Versions(Account account) {
    this.account = account;
  }

  /** The secret that a name, an ARN, or an ARN without its suffix means. */
  Optional<Resource> secret(String region, String id) {
    return account.first(
        SecretBehavior.TYPE,
        region,
        secret ->
            secret.id().equals(id)
                || secret.string("name").equals(id)
                || id.startsWith("arn:") && secret.id().matches("\\Q" + id + "\\E-[A-Z0-9]{6}"));
  }

  Optional<Resource> withStage(Resource secret, String stage) {
    return account.first(
        TYPE,
        secret.region(),
        version ->
            version.string("arn").equals(secret.id())
                && version.strings("versionStages").contains(stage));
  }

  Optional<Resource> withId(Resource secret, String versionId) {
    return account.find(TYPE, secret.region(), secret.id() + "|" + versionId);
  }

  List<Resource> of(Resource secret) {
    return account.list(TYPE, secret.region()).stream()
        .filter(version -> version.string("arn").equals(secret.id()))
        .toList();
  }

  /** Takes the labels from the versions that have them; who was current becomes previous. */
  void release(Resource secret, List<String> stages, Resource except) {
    boolean current = stages.contains(CURRENT);
    Optional<Resource> was =
        current
            ? withStage(secret, CURRENT).filter(version -> version != except)
            : Optional.empty();
    for (Resource version : of(secret)) {
      if (version != except) {
        List<String> kept = new ArrayList<>(version.strings("versionStages"));
        kept.removeAll(stages);
        if (was.isPresent()) {
          kept.remove(PREVIOUS);
        }
        version.set("versionStages", kept);
      }
    }
    was.ifPresent(
        version -> {
          List<String> kept = new ArrayList<>(version.strings("versionStages"));
          kept.add(PREVIOUS);
          version.set("versionStages", kept);
        });
  }
}
