package io.pharos.drill;

import io.pharos.recovery.function.ErrorCode;
import java.util.Arrays;
import java.util.Optional;

/**
 * What each error code of the recovery functions means, and what a person does about it: for the
 * terminal, and for {@code docs/refusals.md}.
 */
public final class Refusals {
  private static final String AGAIN = " Then start the operation again; it goes on from there.";

  private Refusals() {}

  /**
   * @param todo what to do next
   */
  public record Advice(String meaning, String todo) {}

  /** What to do about a message of a function, which begins with its code; empty without one. */
  public static Optional<Advice> about(String message) {
    return code(message).map(Refusals::of);
  }

  /** The code in a message of a function. */
  public static Optional<ErrorCode> code(String message) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> message.contains(code.name() + ":"))
        // The one that is named last is the cause of the others.
        .max(
            (one, other) ->
                Integer.compare(
                    message.lastIndexOf(one.name() + ":"),
                    message.lastIndexOf(other.name() + ":")));
  }

  /** What this code means, and what to do. */
  public static Advice of(ErrorCode code) {
    return switch (code) {
      case VARIABLE_INVALID ->
          new Advice(
              "An environment variable of the function is missing or malformed: what is deployed"
                  + " does not fit together.",
              "`pharos up all` with one build.");
      case INPUT_INVALID ->
          new Advice(
              "The input is not what the state machine sends: somebody called the function, or"
                  + " started the state machine, with something else.",
              "Start operations with `pharos failover` or `pharos failback`; the input of the state"
                  + " machines is in the README.");
      case DEPLOYMENT_INCOMPLETE ->
          new Advice(
              "A parameter, a secret or a resource that the deployment makes is missing or"
                  + " malformed.",
              "`pharos up all`, and see whether somebody deleted it by hand." + AGAIN);
      case LOCK_HELD ->
          new Advice(
              "Another operation is at work, here or in the other Region.",
              "`pharos status` shows whose it is. Wait for its end; the lock of one that died ends"
                  + " by itself, at the time that the message says.");
      case LOCK_LOST ->
          new Advice(
              "The operation was silent for so long that its lock ended, and another one may be at"
                  + " work.",
              "`pharos status`; when nothing is at work, start the operation again.");
      case TOO_SOON ->
          new Advice(
              "An alarm raised it within an hour after the operation before: a flapping alarm must"
                  + " not move the application twice.",
              "See why the alarm came again. If users cannot be served: `pharos failover`.");
      case PEER_REACHABLE ->
          new Advice(
              "An alarm raised it, and meanwhile the other Region answers again. Nothing was"
                  + " changed.",
              "If users still fail, `pharos failover`; if they do not, nothing is to be done.");
      case PEER_UNREACHABLE ->
          new Advice(
              "A planned operation needs both Regions, and the other one does not answer the"
                  + " beacon.",
              "Wait until it is well, or `pharos failover` without `--planned` when it is lost.");
      case REPLICATION_BEHIND ->
          new Advice(
              "A planned operation, and the replica does not follow its source closely enough, or"
                  + " cannot be promoted now. A promotion that has begun behind held writes is no"
                  + " such thing: the next operation goes on with it.",
              "See in `pharos status` how far it is behind and since when, put right what keeps it"
                  + " back (load, a long transaction, the marker), and start again.");
      case NOT_READY ->
          new Advice(
              "A planned operation, and the Region it would go to lacks something that it needs;"
                  + " the message names each check that failed. An operation that is not planned"
                  + " goes on all the same, and says so in its journal.",
              "Put right what the checks say, `pharos ready --now`, and start again.");
      case NOT_APPROVED ->
          new Advice(
              "Nobody approved within an hour, or somebody said no. Nothing was changed.",
              "`pharos failover --reason TEXT` starts one by hand, which needs no approval.");
      case LOSS_UNKNOWN ->
          new Advice(
              "What would be lost is not known: no lag was sampled within five minutes before the"
                  + " fault.",
              "Wait for the Region to return, or let a person accept the loss:"
                  + " `pharos failover --accept-data-loss --by NAME`.");
      case LOSS_TOO_LARGE ->
          new Advice(
              "More would be lost than failover.maxReplicaLagSeconds allows.",
              "Wait for the Region to return, or let a person accept the loss:"
                  + " `pharos failover --accept-data-loss --by NAME`.");
      case LOSS_ACCEPTED_BY_NOBODY ->
          new Advice("The loss is accepted, but nobody says who accepts it.", "Add `--by NAME`.");
      case DATABASE_NOT_A_REPLICA ->
          new Advice(
              "The database of this Region is no replica, and no judgement says that it may serve:"
                  + " its data may be old.",
              "While the other Region answers, `pharos failback --stay` makes a replica here; then"
                  + " start again.");
      case REGION_SERVES ->
          new Advice(
              "This Region serves the users; only one that does not may become a standby.",
              "`pharos status` shows which one serves. `pharos failback` chooses the right one.");
      case NO_WRITER ->
          new Advice(
              "The other Region's database is no writer that can be replicated: it is not there, is"
                  + " a replica itself, or has no automated backups.",
              "Put that right (backup retention of a day at least)." + AGAIN);
      case PART_STOPPED ->
          new Advice(
              "A part of a failback was refused or stopped; its own record, quoted in the message,"
                  + " says why.",
              "Do what is said for the part's own code." + AGAIN);
      case FENCE_REQUIRED ->
          new Advice(
              "A planned operation, and the old writer cannot be closed. Nothing was promoted.",
              "Put right what AWS says about the network ACL, or, when the Region is lost,"
                  + " `pharos failover` without `--planned`.");
      case DATABASE_BROKEN ->
          new Advice(
              "The database is in a state from which it does not become available by itself.",
              "See its events in the RDS console; free storage or repair it." + AGAIN);
      case TIME_NOT_RESTORABLE ->
          new Advice(
              "The chosen time is none that the backups can be restored to, or another one has been"
                  + " begun. Nothing was changed.",
              "Choose one of the range that is said, see it with pharos failover --dry-run, or"
                  + " leave --restore-to out; for another one than has been begun,"
                  + " docs/runbooks/restore.md says what to delete first.");
      case NOTHING_TO_RESTORE ->
          new Advice(
              "There is no backup of the other Region's database in this one. Nothing was changed.",
              "See what there is (docs/runbooks/restore.md); replication of automated backups comes"
                  + " with `pharos up all`, copies with the plan of pharos:backup.");
      case SNAPSHOT_BROKEN ->
          new Advice(
              "A scheduled snapshot did not come to be, or is of no use. Recovery is not affected.",
              "Delete that snapshot, and start the state machine <app>-<env>-dr-snapshot again.");
      case IMAGE_MISSING ->
          new Advice(
              "There is no machine image from which instances can start in this Region, or a"
                  + " scheduled one did not come to be.",
              "Put the id of an image of this Region into the parameter local/ami."
                  + AGAIN
                  + " Where a scheduled image failed: see why in EC2, and start the state machine"
                  + " <app>-<env>-dr-image again.");
      case REGISTRY_FULL ->
          new Advice(
              "The registry of this Region has as many replication rules as there can be. None was"
                  + " changed.",
              "Put two rules together, or let one of them replicate the application's repositories to"
                  + " the other Region as well; then `pharos up all`, or wait an hour.");
      case NOT_SYNCED ->
          new Advice(
              "A shared parameter cannot be written in the other Region as it is here: its type"
                  + " differs, or its value breaks a rule there. The others are in sync.",
              "Put right or delete that parameter in the other Region; the next sweep writes it.");
      case UNAVAILABLE ->
          new Advice(
              "A service or the database did not answer, or asked to slow down, longer than the"
                  + " retries last.",
              "Look at the AWS health dashboard of the Region, wait." + AGAIN);
      case AWS_REFUSED ->
          new Advice(
              "AWS refused a call for good: a permission, a quota, or a state that the message"
                  + " names.",
              "Put right what AWS says; a missing permission comes from `pharos up all`." + AGAIN);
    };
  }
}
