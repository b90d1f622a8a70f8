package io.pharos.sandbox.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.recovery.contract.RecoveryFunction;
import io.pharos.recovery.contract.StateMachine;
import io.pharos.recovery.contract.StateMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

  /**
   * The seconds of a Wait may be computed, which the linter does not know.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html">Wait</a>
   */
  private static final Pattern COMPUTED_SECONDS =
      Pattern.compile(".*\\.Seconds is \"\\{%.*%}\" but should be an Integer");

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
        Files.createDirectories(ContractTools.directory().resolve("state-machines"))
            .resolve(word + ".asl.json");
    return Files.writeString(file, definition).toString();
  }

  private static List<String> statelint(String file) throws Exception {
    ContractTools.Answer answer = ContractTools.run("statelint", IGNORE, file);
    // The first line counts the others.
    List<String> errors = answer.output().lines().skip(1).toList();
    assertThat(answer.exitCode()).as(answer.output()).isEqualTo(errors.isEmpty() ? 0 : 1);
    return errors.stream().filter(error -> !COMPUTED_SECONDS.matcher(error).matches()).toList();
  }

  private static ContractTools.Answer parse(String file) throws Exception {
    return ContractTools.run(
        "python", ContractTools.projectFile("tools/contract/expressions.py"), file);
  }

  @ParameterizedTest
  @EnumSource
  void stateMachine_isRight_toStatelint(StateMachine machine) throws Exception {
    String file = write(machine.word(), definition(machine));

    assertThat(statelint(file)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyExpression_parses_withAnotherParser(StateMachine machine) throws Exception {
    ContractTools.Answer answer = parse(write(machine.word(), definition(machine)));

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

    assertThat(statelint(file)).anySatisfy(error -> assertThat(error).contains("StartAt"));
    assertThat(parse(file).output()).contains("$request(");
  }
}
