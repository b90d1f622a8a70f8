package io.pharos.sandbox.service.app;

import java.util.List;

/**
 * One call of a recorded command in user data.
 *
 * @param tool the command's name, such as {@code aws}
 * @param input what it read from its standard input, when it wanted any
 * @param region of the environment variables of the AWS CLI, or empty
 */
record ToolCall(String tool, List<String> arguments, String input, String region) {

  @Override
  public String toString() {
    return tool + " " + String.join(" ", arguments);
  }
}
