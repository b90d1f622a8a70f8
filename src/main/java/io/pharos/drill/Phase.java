package io.pharos.drill;

/** One phase of a run: what it was worth, and how it is told. */
public interface Phase {
  Verdict verdict();

  /** For the terminal. */
  String text();
}
