package io.pharos.component;

import com.pulumi.asset.Archive;
import com.pulumi.core.Output;
import io.pharos.config.Site;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Recovery} is built from.
 *
 * @param archive the functions' package
 * @param peer what of the other Region an operation touches; only where operations run
 * @param peerKeyArn the other Region's key, with which scheduled tasks encrypt what they bring
 *     there; without it, nothing is scheduled
 */
public record RecoveryArgs(
    Site site,
    Archive archive,
    Network network,
    Encryption encryption,
    Configuration configuration,
    Database database,
    LoadBalancer loadBalancer,
    Compute compute,
    Monitoring monitoring,
    Optional<Peer> peer,
    Optional<Output<String>> peerKeyArn) {

  /**
   * The other Region's fence and claim of the traffic; what can be named without asking is not in
   * here.
   */
  public record Peer(
      Output<String> networkAclId,
      Output<List<String>> appCidrs,
      Output<String> quarantineSecurityGroupId,
      Output<String> takeoverRuleArn) {}

  /** Whether operations run here: they activate the Region that they run in. */
  public boolean operates() {
    return peer.isPresent();
  }
}
