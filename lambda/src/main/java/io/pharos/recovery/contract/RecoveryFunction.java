package io.pharos.recovery.contract;

import java.time.Duration;
import java.util.List;

/** The recovery functions: what each is called, which class it is, and what it may use. */
public enum RecoveryFunction {
  BEACON("beacon", "Beacon", 30, false, true),
  MARKER("marker", "Marker", 30, true, true),
  LOCK("lock", "AcquireLock", 30, false, false),
  GATE("gate", "JudgeGate", 30, false, false),
  FENCE("fence", "Fence", 60, false, false),
  PROMOTE("promote", "Promote", 30, false, false),
  CAPACITY("capacity", "RaiseCapacity", 30, false, false),
  VERIFY("verify", "Verify", 30, false, false),
  TAKEOVER("takeover", "TakeOver", 30, false, false),
  CONFIRM("confirm", "Confirm", 30, false, false),
  RECORD("record", "Record", 30, false, false);

  /** The alias that everything calls; it points at the newest code. */
  public static final String ALIAS = "live";

  private final String word;
  private final String className;
  private final int timeoutSeconds;
  private final boolean inVpc;
  private final boolean everyRegion;

  RecoveryFunction(
      String word, String className, int timeoutSeconds, boolean inVpc, boolean everyRegion) {
    this.word = word;
    this.className = className;
    this.timeoutSeconds = timeoutSeconds;
    this.inVpc = inVpc;
    this.everyRegion = everyRegion;
  }

  /** The word in its name: {@code <app>-<env>-dr-<word>}. */
  public String word() {
    return word;
  }

  /**
   * What Lambda calls: a class of {@code io.pharos.recovery.function} that is a
   * RequestStreamHandler.
   */
  public String handler() {
    return "io.pharos.recovery.function." + className + "::handleRequest";
  }

  public Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  /** Whether it runs in the tools subnets: only what talks to the database does. */
  public boolean inVpc() {
    return inVpc;
  }

  /** Whether it runs in both Regions, always; the others run where the state machines are. */
  public boolean everyRegion() {
    return everyRegion;
  }

  /** The steps of an operation, in the order in which the failover state machine calls them. */
  public static List<RecoveryFunction> steps() {
    return List.of(LOCK, GATE, FENCE, PROMOTE, CAPACITY, VERIFY, TAKEOVER, CONFIRM, RECORD);
  }
}
