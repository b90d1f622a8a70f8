package io.pharos.sandbox.core;

/** What can go wrong in a Region that works otherwise. */
public enum Trouble {
  /** A service answers every call with 503. */
  SERVICE_DOWN,
  /** A service refuses calls because there are too many. */
  THROTTLED,
  /** A service takes seconds to answer. */
  SLOW,
  /** A call is carried out, and its answer does not arrive. */
  ANSWER_LOST,
  /** A function is run twice for one invocation, the second time a little later. */
  DELIVERED_TWICE,
  /** EC2 has no instances of the wanted type, Fargate no capacity, or RDS no instances. */
  CAPACITY_SHORT,
  /** The account has as much of something in the Region as it may have: a quota is used up. */
  QUOTA_SHORT,
  /** The image of a container is not in its registry any more. */
  IMAGE_GONE,
  /** The containers of a task run, and nothing in them ever listens. */
  TASKS_UNHEALTHY,
  /** A promotion takes several times as long as usual. */
  PROMOTION_SLOW,
  /** Replicas in the Region fall far behind. */
  REPLICATION_SLOW,
  /** CloudWatch gets no replica lag from RDS. */
  LAG_UNKNOWN,
  /** What is restored from backups in the Region cannot be used. */
  BACKUP_CORRUPT,
  /** No backup of the other Region arrives in the Region, replicated or copied. */
  BACKUPS_LATE,
  /** The Region's quota of Elastic IP addresses is used up. */
  ADDRESSES_SHORT,
  /** NAT gateways fail while they are made. */
  NAT_FAILS,
  /** Aurora cancels the move of a global database's writer: every cluster is what it was. */
  GLOBAL_MOVE_CANCELLED
}
