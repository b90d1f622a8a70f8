package io.pharos.recovery.contract;

/** The keys below {@code local/} in Parameter Store (see {@link Names#localParameter}). */
public final class LocalParameter {
  /** Image id that the launch template resolves. */
  public static final String AMI = "ami";

  /** {@code host:port} of this Region's database, what the application connects to. */
  public static final String DATABASE_ENDPOINT = "database-endpoint";

  /**
   * {@code host:port} where this Region's database can be read, whatever its role: only with
   * Aurora, whose endpoint for writes leads nowhere in a standby.
   */
  public static final String DATABASE_READER_ENDPOINT = "database-reader-endpoint";

  /**
   * DB instance identifier of this Region's current database generation; with Aurora, the
   * cluster's.
   */
  public static final String DATABASE_IDENTIFIER = "database-identifier";

  /**
   * What this Region's next database generation is made from, as JSON: see {@code
   * DatabaseSpecification}. Written by Pulumi, so that what the runtime makes is what the program
   * declares.
   */
  public static final String DATABASE_SPECIFICATION = "database-specification";

  /**
   * The newest point in time that this Region can restore the active one's database to, as JSON.
   * Written by the beacon of a standby that has backups and no database.
   */
  public static final String RECOVERY_POINT = "recovery-point";

  /**
   * What this Region runs in each role, as JSON: {@code
   * {"active":{"minSize":2,"maxSize":6,"desiredCapacity":2}, "standby":{...}}}. Written by Pulumi,
   * applied by the runtime.
   */
  public static final String POSTURE = "posture";

  /** The line of an instance's user data that says whose database it uses: its Region's. */
  public static final String PLACE = "readonly place='local'";

  /** What stands there for an instance of a rehearsal: see {@link Names#rehearsalParameter}. */
  public static final String PLACE_OF_A_REHEARSAL = "readonly place='rehearsal'";

  private LocalParameter() {}
}
