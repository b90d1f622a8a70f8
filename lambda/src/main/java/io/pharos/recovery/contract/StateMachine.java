package io.pharos.recovery.contract;

/** The state machines, each a file {@code <word>.asl.json} beside this contract. */
public enum StateMachine {
  FAILOVER("failover");

  private final String word;

  StateMachine(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
