package io.pharos.stack;

import com.pulumi.Context;
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
 * The secondary Region: everything it needs to take over without the primary, and the recovery
 * runtime that does it. Operations run in the Region that they activate.
 */
final class SecondaryStack {
  private SecondaryStack() {}

  static void define(Context context, Settings settings) {
    Site site = new Site(settings, Position.SECONDARY);
    ComponentResourceOptions options = RegionalStack.in(site.region(), settings, "secondary");
    RegionOutputs peer = RegionOutputs.of(new PeerStack(context, "primary"));

    var encryption = new Encryption("encryption", new EncryptionArgs(site), options);
    var network = new Network("network", new NetworkArgs(site), options);
    var configuration =
        new Configuration(
            "configuration",
            new ConfigurationArgs(site, encryption, Optional.of(peer.databaseCredentials())),
            options);
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
        new ObjectStore(
            "object-store",
            new ObjectStoreArgs(site, encryption, Optional.of(peer.keyArn())),
            options);
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
                Optional.of(peer.operations()),
                Optional.of(peer.keyArn())),
            options);

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
}
