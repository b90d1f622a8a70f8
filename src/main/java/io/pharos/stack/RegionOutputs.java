package io.pharos.stack;

import com.pulumi.core.Output;
import io.pharos.component.RecoveryArgs;
import io.pharos.config.Role;
import io.pharos.config.Site;
import java.util.Optional;

/**
 * The outputs that regional stacks read of each other, by their names. A name once given never
 * changes.
 */
final class RegionOutputs {
  static final String DATABASE_ARN = "databaseArn";
  static final String BACKUP_SOURCE_ARN = "backupSourceArn";
  static final String DATABASE_CREDENTIALS = "databaseCredentials";
  static final String NETWORK_ACL_ID = "networkAclId";
  static final String APP_CIDRS = "appCidrs";
  static final String QUARANTINE_GROUP_ID = "quarantineGroupId";
  static final String TAKEOVER_RULE_ARN = "takeoverRuleArn";
  static final String KEY_ARN = "keyArn";
  static final String BACKUP_VAULT_ARN = "backupVaultArn";
  static final String BUCKET_ARN = "bucketArn";
  static final String LOAD_BALANCER_DNS_NAME = "loadBalancerDnsName";
  static final String LOAD_BALANCER_ZONE_ID = "loadBalancerZoneId";
  static final String LOAD_BALANCER_ARN = "loadBalancerArn";
  static final String USERS_RULE_ARN = "usersRuleArn";
  static final String CLOSED_TARGET_GROUP_ARN = "closedTargetGroupArn";
  static final String TAKEOVER_ALARM_NAME = "takeoverAlarmName";

  private final PeerStack stack;

  private RegionOutputs(PeerStack stack) {
    this.stack = stack;
  }

  static RegionOutputs of(PeerStack stack) {
    return new RegionOutputs(stack);
  }

  /**
   * What a standby follows: a replica needs its source, which must be there. What backups are taken
   * of only the Region that is active says, so that nothing is begun with a former writer. Copies
   * in the vault follow nothing: they are sent.
   */
  Optional<Output<String>> source(Site site) {
    if (site.role() == Role.ACTIVE || site.restores() && !site.replicatesBackups()) {
      return Optional.empty();
    }
    return site.restores()
        ? stack.link(BACKUP_SOURCE_ARN)
        : Optional.of(stack.required(DATABASE_ARN));
  }

  /** Secret, as it is in the stack that made it. */
  Output<String> databaseCredentials() {
    return stack.required(DATABASE_CREDENTIALS);
  }

  /** What an operation touches of the peer, which must be there. */
  RecoveryArgs.Peer operations() {
    return new RecoveryArgs.Peer(
        stack.required(NETWORK_ACL_ID),
        stack.requiredList(APP_CIDRS),
        stack.required(QUARANTINE_GROUP_ID),
        stack.required(TAKEOVER_RULE_ARN),
        entranceLink());
  }

  /**
   * What keeps users out there; absent until the peer has it, and where there is no accelerator.
   */
  Optional<RecoveryArgs.PeerEntrance> entranceLink() {
    return stack
        .link(USERS_RULE_ARN)
        .map(rule -> new RecoveryArgs.PeerEntrance(rule, stack.required(CLOSED_TARGET_GROUP_ARN)));
  }

  /** Only where there is an accelerator. */
  Output<String> loadBalancerArn() {
    return stack.required(LOAD_BALANCER_ARN);
  }

  /** The same, absent until the peer is deployed. */
  Optional<RecoveryArgs.Peer> operationsLink() {
    return stack.link(TAKEOVER_RULE_ARN).map(deployed -> operations());
  }

  Output<String> keyArn() {
    return stack.required(KEY_ARN);
  }

  /** The same, absent until the peer is deployed. */
  Optional<Output<String>> keyLink() {
    return stack.link(KEY_ARN);
  }

  /** Where backups are copied to; absent until the peer has its vault. */
  Optional<Output<String>> backupVaultLink() {
    return stack.link(BACKUP_VAULT_ARN);
  }

  Output<String> loadBalancerDnsName() {
    return stack.required(LOAD_BALANCER_DNS_NAME);
  }

  Output<String> loadBalancerZoneId() {
    return stack.required(LOAD_BALANCER_ZONE_ID);
  }

  Output<String> takeoverAlarmName() {
    return stack.required(TAKEOVER_ALARM_NAME);
  }

  /** The key of the bucket to replicate to; absent until the peer is deployed. */
  Optional<Output<String>> replicationKeyArn() {
    return stack.link(BUCKET_ARN).flatMap(bucket -> stack.link(KEY_ARN));
  }
}
