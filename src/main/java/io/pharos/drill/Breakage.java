package io.pharos.drill;

/**
 * Something that a drill takes away from the Region that serves, by AWS's own calls, and always
 * gives back.
 */
interface Breakage {
  /** What is lost, for people: {@code the database of eu-west-1}. */
  String what();

  /** Takes it away. */
  void begin();

  /** Gives it back, unless that was done already, or was never taken. */
  void end();
}
