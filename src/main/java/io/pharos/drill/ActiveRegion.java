package io.pharos.drill;

import io.pharos.config.RoutingSettings;
import io.pharos.config.Settings;
import io.pharos.recovery.contract.Names;
import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.TakeoverAnswer;
import io.pharos.recovery.contract.TakeoverAnswer.Says;
import io.pharos.world.Cloud;
import io.pharos.world.Web;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Which Region serves now, as the Regions' own tables say: the configuration follows later, when
 * somebody reconciles.
 */
public final class ActiveRegion {
  private ActiveRegion() {}

  /**
   * The secondary while it claims the traffic and the primary has not reclaimed it. When the
   * secondary does not answer, the one that the users' name leads to.
   */
  public static Position of(Cloud cloud, Settings settings) {
    Optional<Boolean> taken = claims(cloud, settings, Position.SECONDARY);
    if (taken.isEmpty()) {
      return leadsTo(cloud.web(), settings.routing()).orElse(settings.active());
    }
    return taken.get() && !claims(cloud, settings, Position.PRIMARY).orElse(false)
        ? Position.SECONDARY
        : Position.PRIMARY;
  }

  /** Empty when names do not resolve, or the users' name leads to neither Region. */
  private static Optional<Position> leadsTo(Web web, RoutingSettings routing) {
    return switch (routing.via()) {
      case DNS, BOTH -> named(web, routing.domain());
      case ACCELERATOR -> answering(web, routing);
    };
  }

  private static Optional<Position> named(Web web, String domain) {
    Optional<String> users = web.resolve(domain).map(Web.Address::host);
    return Arrays.stream(Position.values())
        .filter(
            position ->
                users.isPresent()
                    && web.resolve(Names.regionalEndpoint(position, domain))
                        .map(Web.Address::host)
                        .equals(users))
        .findFirst();
  }

  /** The name of an accelerator says nothing: who answers does. */
  private static Optional<Position> answering(Web web, RoutingSettings routing) {
    Optional<Web.Address> users = web.resolve(routing.domain());
    if (users.isEmpty()) {
      return Optional.empty();
    }
    try {
      String said =
          web.send(users.get(), routing.scheme(), routing.domain(), "GET", TakeoverAnswer.PATH)
              .body();
      return Arrays.stream(Position.values())
          .filter(
              position ->
                  said.equals(TakeoverAnswer.text(position, Says.CLAIMS))
                      || said.equals(TakeoverAnswer.text(position, Says.NOTHING)))
          .findFirst();
    } catch (Web.NoReply e) {
      return Optional.empty();
    }
  }

  /** Whether a Region claims the traffic; empty when it does not answer. */
  static Optional<Boolean> claims(Cloud cloud, Settings settings, Position position) {
    String attribute =
        switch (position) {
          case PRIMARY -> "reclaimed";
          case SECONDARY -> "takenOver";
        };
    try {
      return Optional.of(
          new RegionTable(cloud, settings.names(), settings.regions().of(position))
              .item("traffic", "state")
              .getOrDefault(attribute, "false")
              .equals("true"));
    } catch (SdkException e) {
      return Optional.empty();
    }
  }
}
