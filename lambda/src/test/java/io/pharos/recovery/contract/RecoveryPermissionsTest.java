package io.pharos.recovery.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryPermissionsTest {
  /** AWS requires the instance; the groups are optional, and only beside it. */
  private static final List<ResourceRef> INSTANCES =
      List.of(ResourceRef.OWN_DATABASE, ResourceRef.PEER_DATABASE);

  @ParameterizedTest
  @EnumSource
  void who_may_change_an_instance_is_told_which(RecoveryFunction function) {
    assertThat(function.permissions())
        .filteredOn(permission -> permission.actions().contains("rds:ModifyDBInstance"))
        .allSatisfy(
            permission -> assertThat(permission.resources()).containsAnyElementsOf(INSTANCES));
  }

  @ParameterizedTest
  @EnumSource
  void every_statement_is_about_something_and_anything_only_alone(RecoveryFunction function) {
    assertThat(function.permissions())
        .allSatisfy(
            permission -> {
              assertThat(permission.resources()).isNotEmpty().doesNotHaveDuplicates();
              if (permission.resources().contains(ResourceRef.ANY)) {
                assertThat(permission.resources()).hasSize(1);
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void no_action_is_allowed_twice_on_the_same(RecoveryFunction function) {
    List<Map.Entry<String, ResourceRef>> allowed =
        function.permissions().stream()
            .flatMap(
                permission ->
                    permission.actions().stream()
                        .flatMap(
                            action ->
                                permission.resources().stream()
                                    .map(resource -> Map.entry(action, resource))))
            .toList();

    assertThat(allowed).doesNotHaveDuplicates();
  }
}
