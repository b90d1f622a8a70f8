package io.pharos.recovery.function;

/** Why a recovery function did not do what it was asked: each can be counted and looked up. */
public enum ErrorCode {
  /** An environment variable is missing or malformed: the deployment is wrong. */
  VARIABLE_INVALID,
  /** The input is not what the state machine sends. */
  INPUT_INVALID,
  /** A parameter, a secret or a resource that the deployment makes is missing or malformed. */
  DEPLOYMENT_INCOMPLETE,
  /** Another operation is at work. */
  LOCK_HELD,
  /** An operation was silent for so long that its lock ended. */
  LOCK_LOST,
  /** An alarm raised it too soon after the operation before. */
  TOO_SOON,
  /** An automatic operation, and the peer answers. */
  PEER_REACHABLE,
  /** A planned operation, and the peer does not answer. */
  PEER_UNREACHABLE,
  /** A planned operation, and the replica does not follow its source closely. */
  REPLICATION_BEHIND,
  /** A planned operation, and the Region it would go to lacks what it needs. */
  NOT_READY,
  /** Nobody approved in time, or somebody said no. */
  NOT_APPROVED,
  /** What would be lost is not known. */
  LOSS_UNKNOWN,
  /** More would be lost than the limit allows. */
  LOSS_TOO_LARGE,
  /** The loss is accepted, but nobody says who accepts it. */
  LOSS_ACCEPTED_BY_NOBODY,
  /** The database is no replica, and no judgement says that it may serve. */
  DATABASE_NOT_A_REPLICA,
  /** This Region serves the users, and only one that does not may become a standby. */
  REGION_SERVES,
  /** The peer's database is no writer that can be replicated. */
  NO_WRITER,
  /** A part of a failback was refused or stopped; its own record says why. */
  PART_STOPPED,
  /** A planned operation, and the old writer cannot be closed. */
  FENCE_REQUIRED,
  /** The database is in a state from which it does not become available by itself. */
  DATABASE_BROKEN,
  /** There is no backup of the peer's database in this Region. */
  NOTHING_TO_RESTORE,
  /** The time that a person has chosen is none that the backups can be restored to. */
  TIME_NOT_RESTORABLE,
  /** A snapshot did not come to be, or is of no use. */
  SNAPSHOT_BROKEN,
  /** There is no machine image from which instances can start, or one did not come to be. */
  IMAGE_MISSING,
  /** The registry has as many replication rules as there can be. */
  REGISTRY_FULL,
  /** A shared parameter cannot be written in the other Region as it is here. */
  NOT_SYNCED,
  /** A service or the database does not answer, or asks to slow down: worth trying again. */
  UNAVAILABLE,
  /** AWS refused the call. */
  AWS_REFUSED
}
