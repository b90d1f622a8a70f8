package io.pharos.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The three stacks through the real engine: what a second run finds, and what a destroy leaves. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StacksIT {

  @Order(1)
  @ParameterizedTest
  @EnumSource(StackName.class)
  void previewBeforeTheFirstUpCreatesOnly(StackName stack) {
    Change preview = Deployed.once().firstPreviews().get(stack);

    assertThat(preview.of(OperationType.CREATE)).isPositive();
    assertThat(preview.counts().keySet()).containsOnly(OperationType.CREATE);
  }

  @Order(2)
  @ParameterizedTest
  @EnumSource(StackName.class)
  void secondUpChangesNothing(StackName stack) {
    Change second = Deployed.once().stage().deployment().up(stack);

    assertThat(second.counts().keySet()).containsOnly(OperationType.SAME);
  }

  @Order(3)
  @ParameterizedTest
  @EnumSource(StackName.class)
  void refreshFindsNoChange(StackName stack) {
    Change refresh = Deployed.once().stage().deployment().refresh(stack);

    assertThat(refresh.none()).as(refresh.toString()).isTrue();
  }

  @Order(4)
  @Test
  void withoutProtectionEverythingCanBeDestroyedInReverseOrder() {
    try (SandboxStage stage =
        SandboxStage.open(
            Deployed.ROOT,
            Deployed.folder("destroyed"),
            Deployed.SEED,
            SandboxStage.STORY,
            line -> {})) {
      Map<String, Long> before = types(stage);
      for (StackName stack : StackName.upOrder()) {
        stage.deployment().up(stack);
      }
      for (StackName stack : StackName.destroyOrder()) {
        stage.deployment().destroy(stack);
        assertThat(stage.deployment().resources(stack)).isZero();
      }
      Map<String, Long> left = types(stage);
      // AWS keeps keys for some days after they are deleted.
      left.keySet().removeIf(type -> type.contains(":kms/"));
      before.keySet().removeIf(type -> type.startsWith("aws:kms/"));
      // The first group of an account makes Auto Scaling's own role, which stays.
      left.remove("aws:iam/role:Role");
      before.remove("aws:iam/role:Role");
      assertThat(left).isEqualTo(before);
    }
  }

  private static Map<String, Long> types(SandboxStage stage) {
    Map<String, Long> types = new java.util.TreeMap<>();
    stage
        .cloud()
        .world()
        .account()
        .all()
        .forEach(resource -> types.merge(resource.type(), 1L, Long::sum));
    return types;
  }
}
