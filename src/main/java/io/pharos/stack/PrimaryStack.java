package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.RecoveryArgs;
import io.pharos.config.Settings;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.Optional;

/**
 * The primary Region. It is deployed first and needs nothing of its peer; what does need it (links)
 * comes with a second {@code up} once the peer exists.
 */
final class PrimaryStack {
  private static final String REPLICATION = "replication of objects to the secondary Region";

  private static final String SCHEDULES =
      "snapshots, images and parameters for the secondary Region";

  private static final String OPERATIONS = "operations that activate the primary Region";

  private static final String USERS = "what keeps users out of the secondary Region";

  private static final String COPIES = "copies of backups in the secondary Region";

  private PrimaryStack() {}

  static void define(Context context, Settings settings) {
    Site site = new Site(settings, Position.PRIMARY);
    ComponentResourceOptions options = RegionalStack.in(site.region(), settings, "primary");
    RegionOutputs peer = RegionOutputs.of(new PeerStack(context, "secondary"));
    Optional<Output<String>> peerKey = peer.replicationKeyArn();
    boolean symmetric = settings.failover().symmetric();
    Optional<Output<String>> schedules = peer.keyLink();
    Optional<RecoveryArgs.Peer> operations = symmetric ? peer.operationsLink() : Optional.empty();
    Optional<Output<String>> copies = peer.backupVaultLink();

    RegionalStack.define(
        context,
        site,
        options,
        new RegionalStack.Links(
            Optional.empty(), peer.source(site), peerKey, operations, schedules, copies));

    // A message and no output: what the second `up` changes would be drift to the other stacks.
    if (peerKey.isEmpty()) {
      pending(context, REPLICATION);
    }
    if (symmetric && operations.isEmpty()) {
      pending(context, OPERATIONS);
    }
    if (schedules.isEmpty()) {
      pending(context, SCHEDULES);
    }
    if (settings.routing().via().accelerates()
        && operations.isPresent()
        && operations.get().users().isEmpty()) {
      pending(context, USERS);
    }
    if (settings.backup().isPresent() && copies.isEmpty()) {
      pending(context, COPIES);
    }
  }

  private static void pending(Context context, String link) {
    context.log().info("Pending: " + link + ". Once it is deployed: pulumi up --stack primary");
  }
}
