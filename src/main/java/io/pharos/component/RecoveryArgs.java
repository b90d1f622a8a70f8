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
 * @param users what lets users in, where an accelerator leads them
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
    Optional<UsersEntrance> users,
    Optional<Peer> peer,
    Optional<Output<String>> peerKeyArn) {

  /**
   * The other Region's fence and claim of the traffic; what can be named without asking is not in
   * here.
   *
   * @param users what keeps users out there, where an accelerator leads them and once it is
   *     deployed
   */
  public record Peer(
      Output<String> networkAclId,
      Output<List<String>> appCidrs,
      Output<String> quarantineSecurityGroupId,
      Output<String> takeoverRuleArn,
      Optional<PeerEntrance> users) {}

  /** What keeps users out of the other Region. */
  public record PeerEntrance(Output<String> ruleArn, Output<String> closedTargetGroupArn) {}

  /** Whether operations run here: they activate the Region that they run in. */
  public boolean operates() {
    return peer.isPresent();
  }
}
