package io.pharos.component;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import io.pharos.config.Role;
import io.pharos.config.Site;
import io.pharos.recovery.contract.Position;
import java.util.Optional;

/** The components of one Region, put together as a stack does, up to the one a test is about. */
final class Region {
  static final String CREDENTIALS = "{\"username\":\"app\",\"password\":\"from-primary\"}";
  private final Site site;
  private final ComponentResourceOptions options;

  Region(Site site, ComponentResourceOptions options) {
    this.site = site;
    this.options = options;
  }

  Network network() {
    return new Network("network", new NetworkArgs(site), options);
  }

  Encryption encryption() {
    return new Encryption("encryption", new EncryptionArgs(site), options);
  }

  Configuration configuration(Encryption encryption) {
    Optional<Output<String>> given =
        site.position() == Position.PRIMARY
            ? Optional.empty()
            : Optional.of(Output.ofSecret(CREDENTIALS));
    return new Configuration(
        "configuration", new ConfigurationArgs(site, encryption, given), options);
  }

  Database database() {
    Encryption encryption = encryption();
    return database(network(), encryption, configuration(encryption));
  }

  Database database(Network network, Encryption encryption, Configuration configuration) {
    Optional<Output<String>> source =
        site.role() == Role.ACTIVE ? Optional.empty() : Optional.of(Output.of("arn:source"));
    return new Database(
        "database", new DatabaseArgs(site, network, encryption, configuration, source), options);
  }

  LoadBalancer loadBalancer(Network network) {
    return new LoadBalancer("load-balancer", new LoadBalancerArgs(site, network), options);
  }

  Ec2Compute compute() {
    Network network = network();
    Encryption encryption = encryption();
    Configuration configuration = configuration(encryption);
    Database database = database(network, encryption, configuration);
    return new Ec2Compute(
        "compute",
        new Ec2ComputeArgs(
            site, network, encryption, configuration, database, loadBalancer(network)),
        options);
  }

  EcsCompute tasks() {
    Network network = network();
    Encryption encryption = encryption();
    Configuration configuration = configuration(encryption);
    Database database = database(network, encryption, configuration);
    return new EcsCompute(
        "compute",
        new EcsComputeArgs(
            site, network, encryption, configuration, database, loadBalancer(network)),
        options);
  }
}
