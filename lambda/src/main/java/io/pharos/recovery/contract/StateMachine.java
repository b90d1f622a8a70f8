package io.pharos.recovery.contract;

/** The state machines, each a file {@code <word>.asl.json} beside this contract. */
public enum StateMachine {
  /** Activates the Region that it runs in. */
  FAILOVER("failover"),
  /** Activates the Region that it runs in with a database that is restored from backups. */
  RESTORE("restore"),
  /** Makes the Region that it runs in a standby of its peer again. */
  STANDBY("standby"),
  /** Brings the application back to the Region that it runs in, and makes the peer the standby. */
  FAILBACK("failback"),
  /** Makes the day's snapshot of the database, and a copy of it in the other Region. */
  SNAPSHOT("snapshot"),
  /** Makes a machine image of an instance that serves, for new instances in both Regions. */
  IMAGE("image");

  private final String word;

  StateMachine(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /**
   * Whether it is started by a schedule, and is no operation: it takes no lock and moves nothing.
   */
  public boolean scheduled() {
    return switch (this) {
      case SNAPSHOT, IMAGE -> true;
      case FAILOVER, RESTORE, STANDBY, FAILBACK -> false;
    };
  }

  /**
   * Whether it is there only where the standby is a skeleton, which recovery fills from backups.
   */
  public boolean ofSkeletons() {
    return this == RESTORE;
  }
}
