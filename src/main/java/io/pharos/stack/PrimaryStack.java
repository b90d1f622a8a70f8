package io.pharos.stack;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.component.Configuration;
import io.pharos.component.ConfigurationArgs;
import io.pharos.component.Database;
import io.pharos.component.DatabaseArgs;
import io.pharos.component.Ec2Compute;
import io.pharos.component.Ec2ComputeArgs;
import io.pharos.component.Encryption;
import io.pharos.component.EncryptionArgs;
import io.pharos.component.FunctionPackage;
import io.pharos.component.LoadBalancer;
import io.pharos.component.LoadBalancerArgs;
import io.pharos.component.Monitoring;
import io.pharos.component.MonitoringArgs;
import io.pharos.component.Network;
import io.pharos.component.NetworkArgs;
import io.pharos.component.ObjectStore;
import io.pharos.component.ObjectStoreArgs;
import io.pharos.component.Recovery;
import io.pharos.component.RecoveryArgs;
import io.pharos.config.Role;
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
      "snapshots and images with a copy in the secondary Region";

  private static final String OPERATIONS = "operations that activate the primary Region";

  private PrimaryStack() {}

  static void define(Context context, Settings settings) {
    Site site = new Site(settings, Position.PRIMARY);
    ComponentResourceOptions options = RegionalStack.in(site.region(), settings, "primary");
    RegionOutputs peer = RegionOutputs.of(new PeerStack(context, "secondary"));
    Optional<Output<String>> peerKey = peer.replicationKeyArn();
    boolean symmetric = settings.failover().symmetric();
    Optional<Output<String>> schedules = peer.keyLink();
    Optional<RecoveryArgs.Peer> operations = symmetric ? peer.operationsLink() : Optional.empty();

    var encryption = new Encryption("encryption", new EncryptionArgs(site), options);
    var network = new Network("network", new NetworkArgs(site), options);
    var configuration =
        new Configuration(
            "configuration", new ConfigurationArgs(site, encryption, Optional.empty()), options);
    var database =
        new Database(
            "database",
            new DatabaseArgs(
                site,
                network,
                encryption,
                configuration,
                site.role() == Role.STANDBY ? Optional.of(peer.databaseArn()) : Optional.empty()),
            options);
    var loadBalancer =
        new LoadBalancer("load-balancer", new LoadBalancerArgs(site, network), options);
    var compute =
        new Ec2Compute(
            "compute",
            new Ec2ComputeArgs(site, network, encryption, configuration, database, loadBalancer),
            options);
    var objects =
        new ObjectStore("object-store", new ObjectStoreArgs(site, encryption, peerKey), options);
    var monitoring =
        new Monitoring(
            "monitoring", new MonitoringArgs(site, encryption, loadBalancer, database), options);
    var recovery =
        new Recovery(
            "recovery",
            new RecoveryArgs(
                site,
                FunctionPackage.archive(),
                network,
                encryption,
                configuration,
                database,
                loadBalancer,
                compute,
                monitoring,
                operations,
                schedules),
            options);

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
    RegionalStack.export(
        context,
        site,
        network,
        encryption,
        configuration.databaseCredentials(),
        database,
        loadBalancer,
        objects,
        compute,
        monitoring,
        recovery);
  }

  private static void pending(Context context, String link) {
    context.log().info("Pending: " + link + ". Once it is deployed: pulumi up --stack primary");
  }
}
