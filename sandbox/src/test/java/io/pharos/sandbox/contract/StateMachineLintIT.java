package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machines as they are deployed, read by somebody else's States Language and JSONata. */
class StateMachineLintIT {
  /**
   * The linter wants 2.0 where 2 stands, but JSON knows one kind of number, and the specification
   * asks for "a number greater than or equal to 1.0".
   */
  private static final String IGNORE = "--ignore=FLOAT";

  private static String definition(StateMachine machine) {
    Map<RecoveryFunction, String> arns = new EnumMap<>(RecoveryFunction.class);
    for (RecoveryFunction function : StateMachines.functions(machine)) {
      arns.put(
          function,
          "arn:aws:lambda:eu-central-1:123456789012:function:shop-prod-dr-"
              + function.word()
              + ":"
              + RecoveryFunction.ALIAS);
    }
    return StateMachines.definition(machine, arns);
  }

  private static String write(String word, String definition) throws IOException {
    Path file =
        Files.createDirectories(PythonTools.directory().resolve("state-machines"))
            .resolve(word + ".asl.json");
    return Files.writeString(file, definition).toString();
  }

  private static PythonTools.Answer parse(String file) throws Exception {
    return PythonTools.run(
        "python", PythonTools.projectFile("tools/contract/expressions.py"), file);
  }

  @ParameterizedTest
  @EnumSource
  void stateMachine_isRight_toStatelint(StateMachine machine) throws Exception {
    String file = write(machine.word(), definition(machine));

    assertThat(PythonTools.run("statelint", IGNORE, file)).isEqualTo(new PythonTools.Answer(0, ""));
  }

  @ParameterizedTest
  @EnumSource
  void everyExpression_parses_withAnotherParser(StateMachine machine) throws Exception {
    PythonTools.Answer answer = parse(write(machine.word(), definition(machine)));

    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(answer.output()).doesNotStartWith("0 expressions");
  }

  @Test
  void linters_seeWhatIsWrong() throws Exception {
    String broken =
        definition(StateMachine.FAILOVER)
            .replace("\"StartAt\"", "\"StartsAt\"")
            .replace("{% $request %}", "{% $request( %}");
    String file = write("broken", broken);

    assertThat(PythonTools.run("statelint", IGNORE, file).exitCode()).isNotZero();
    assertThat(parse(file).output()).contains("$request(");
  }
}
