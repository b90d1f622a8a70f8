package io.pharos.sandbox.states;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of states, and the fields that each may have in a JSONata definition. */
enum StateType {
  PASS("Pass", "Assign", "Output", "Next", "End"),
  TASK(
      "Task",
      "Resource",
      "Arguments",
      "Credentials",
      "TimeoutSeconds",
      "HeartbeatSeconds",
      "Retry",
      "Catch",
      "Assign",
      "Output",
      "Next",
      "End"),
  CHOICE("Choice", "Choices", "Default", "Assign", "Output"),
  WAIT("Wait", "Seconds", "Timestamp", "Assign", "Output", "Next", "End"),
  PARALLEL(
      "Parallel", "Branches", "Arguments", "Retry", "Catch", "Assign", "Output", "Next", "End"),
  MAP(
      "Map",
      "Items",
      "ItemSelector",
      "ItemProcessor",
      "MaxConcurrency",
      "Retry",
      "Catch",
      "Assign",
      "Output",
      "Next",
      "End"),
  SUCCEED("Succeed", "Output"),
  FAIL("Fail", "Error", "Cause");

  private final String word;
  private final Set<String> fields;

  StateType(String word, String... fields) {
    this.word = word;
    this.fields =
        Stream.concat(Stream.of("Type", "Comment", "QueryLanguage"), Arrays.stream(fields))
            .collect(Collectors.toSet());
  }

  /** As it stands in a definition, and in the names of history events. */
  String word() {
    return word;
  }

  boolean allows(String field) {
    return fields.contains(field);
  }

  /** Whether the state goes on with Next or ends with End. */
  boolean continues() {
    return fields.contains("Next");
  }

  static Optional<StateType> of(Object word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
