package io.pharos.sandbox.service.app;

/** What a recorded command prints, and how it ends. */
record ToolReply(int status, String out, String err) {
  static final ToolReply DONE = new ToolReply(0, "", "");

  static ToolReply out(String text) {
    return new ToolReply(0, text.endsWith("\n") ? text : text + "\n", "");
  }

  static ToolReply fail(int status, String message) {
    return new ToolReply(status, "", message + "\n");
  }
}
