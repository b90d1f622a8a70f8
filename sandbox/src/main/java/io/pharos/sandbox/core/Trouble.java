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
  /** EC2 has no instances of the wanted type. */
  CAPACITY_SHORT,
  /** A promotion takes several times as long as usual. */
  PROMOTION_SLOW,
  /** Replicas in the Region fall far behind. */
  REPLICATION_SLOW,
  /** CloudWatch gets no replica lag from RDS. */
  LAG_UNKNOWN
}
