package io.pharos.recovery.function;

/** What one part of the fence did: something, or nothing because nothing was left to do. */
record FencePart(boolean changed, String detail) {

  static FencePart changed(String detail) {
    return new FencePart(true, detail);
  }

  static FencePart unchanged(String detail) {
    return new FencePart(false, detail);
  }
}
