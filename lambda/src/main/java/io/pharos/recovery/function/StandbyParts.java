package io.pharos.recovery.function;

import io.pharos.recovery.aws.Aws;
import io.pharos.recovery.aws.WebUnreachable;
import io.pharos.recovery.contract.TakeoverAnswer;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import io.pharos.recovery.contract.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** What a standby must have before it can serve: image, group, entrance, configuration. */
record StandbyParts(Aws aws, Environment environment, PeerLook atPeer) {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final String HEALTH = "/healthz";

  /** What has just been changed may still be on its way. */
  private static final Duration SYNC_TIME = Duration.ofHours(2);

  ReadinessCheck image() {
    return new Images(aws, environment, environment.region()).usable();
  }

  /**
   * What runs the application, what that is started from, and whether it may grow to the active
   * role's size.
   */
  ReadinessCheck capacity() {
    Posture active = Posture.active(new LocalParameters(aws, environment));
    Compute compute = Compute.own(aws, environment);
    String name = compute.name();
    if (active.desiredCapacity() > active.maxSize() || active.desiredCapacity() < 1) {
      return ReadinessCheck.fails(
          "capacity",
          name + " should run " + active.desiredCapacity() + " of at most " + active.maxSize());
    }
    return compute
        .trouble()
        .map(text -> ReadinessCheck.fails("capacity", text))
        .orElseGet(
            () ->
                ReadinessCheck.ok(
                    "capacity",
                    name
                        + " runs "
                        + compute.size().desiredCapacity()
                        + ", and "
                        + active.desiredCapacity()
                        + " then"));
  }

  /**
   * Name, certificate, listener and the takeover rule of this Region, as a user's request meets
   * them; then what the application says behind, where one runs.
   */
  ReadinessCheck entrance() {
    String url = environment.url(environment.position(), TakeoverAnswer.PATH);
    int status;
    int application;
    try {
      status = aws.get(url, TIMEOUT);
      application = aws.get(environment.url(environment.position(), HEALTH), TIMEOUT);
    } catch (WebUnreachable e) {
      return ReadinessCheck.fails("entrance", url + ": " + e.getMessage());
    }
    boolean ruled =
        Says.of(status) != Says.NOTHING
            || status == TakeoverAnswer.status(environment.position(), Says.NOTHING);
    if (!ruled) {
      return ReadinessCheck.fails(
          "entrance", url + " answers " + status + ": the takeover rule is not there");
    }
    return ReadinessCheck.ok(
        "entrance", url + " answers " + status + ", " + HEALTH + " " + application);
  }

  /**
   * Where an accelerator leads users: they are kept out until this Region takes over, and its dials
   * are as they should be. A takeover needs no dial.
   */
  ReadinessCheck accelerator(UsersEntrance entrance, Table table) {
    if (entrance.isOpen()) {
      return ReadinessCheck.fails(
          "accelerator",
          "users are let in in " + entrance.region() + ", which stands by: " + entrance.rule());
    }
    String closed = "users are kept out until the takeover";
    try {
      List<String> wrong = new Dials(aws, environment, table).wrong();
      return wrong.isEmpty()
          ? ReadinessCheck.ok("accelerator", closed + ", and the dials are right")
          : ReadinessCheck.warns("accelerator", closed + "; " + String.join(", ", wrong));
    } catch (SdkException e) {
      if (AwsErrors.classified(e) instanceof Failed) {
        throw e;
      }
      return ReadinessCheck.warns(
          "accelerator", closed + "; " + Dials.CONTROL_PLANE + " does not say how the dials are");
    }
  }

  /** What would be switched on is there, and off until then. */
  ReadinessCheck sources(EventSources sources) {
    List<String> on = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    sources.look(on::add, missing::add);
    if (!missing.isEmpty()) {
      return ReadinessCheck.fails(
          "sources", "not in " + sources.region() + ": " + String.join(", ", missing));
    }
    return on.isEmpty()
        ? ReadinessCheck.ok("sources", "there, and off")
        : ReadinessCheck.warns(
            "sources", "on in a standby, until the beacon looks: " + String.join(", ", on));
  }

  /** What the Region that serves has is here as well; names are told, never a value. */
  ReadinessCheck configuration() {
    SharedConfiguration here = shared(environment.region());
    Map<String, Parameter> parameters = here.parameters();
    Optional<GetSecretValueResponse> secret = here.secret();
    if (secret.isEmpty()) {
      return ReadinessCheck.fails(
          "configuration", "secret " + environment.names().databaseSecret() + " has no value");
    }
    SharedConfiguration peer = shared(environment.get(Variable.PHAROS_PEER_REGION));
    return atPeer
        .ask(() -> compare(peer, parameters, secret.get()))
        .orElseGet(
            () ->
                ReadinessCheck.ok(
                    "configuration",
                    "readable; " + peer.region() + " does not answer, nothing to compare with"));
  }

  private ReadinessCheck compare(
      SharedConfiguration peer, Map<String, Parameter> parameters, GetSecretValueResponse secret) {
    Instant now = aws.clock().instant();
    List<String> late = new ArrayList<>();
    List<String> coming = new ArrayList<>();
    for (Parameter wanted : peer.parameters().values()) {
      if (!SharedConfiguration.same(wanted, parameters.get(wanted.name()))) {
        (late(wanted.lastModifiedDate(), now) ? late : coming).add(wanted.name());
      }
    }
    peer.secret()
        .filter(wanted -> !wanted.secretString().equals(secret.secretString()))
        .ifPresent(
            wanted ->
                (late(wanted.createdDate(), now) ? late : coming)
                    .add(environment.names().databaseSecret()));
    if (!late.isEmpty()) {
      return ReadinessCheck.fails("configuration", differs(late, peer) + ", for long");
    }
    return coming.isEmpty()
        ? ReadinessCheck.ok("configuration", "as in " + peer.region())
        : ReadinessCheck.warns("configuration", differs(coming, peer));
  }

  private static String differs(List<String> names, SharedConfiguration peer) {
    return String.join(", ", names) + " differ from " + peer.region();
  }

  private static boolean late(Instant changed, Instant now) {
    return changed == null || changed.plus(SYNC_TIME).isBefore(now);
  }

  private SharedConfiguration shared(String region) {
    return new SharedConfiguration(aws, environment, region);
  }
}
