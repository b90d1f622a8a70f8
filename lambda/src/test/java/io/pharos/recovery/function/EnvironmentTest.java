package io.pharos.recovery.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.recovery.contract.Position;
import io.pharos.recovery.contract.Variable;
import org.junit.jupiter.api.Test;

final class EnvironmentTest {

  @Test
  void get_whenAVariableIsMissing_namesItAndSaysWhatToDo() {
    assertThatThrownBy(() -> new Environment(new FakeAws()).get(Variable.PHAROS_DOMAIN))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("PHAROS_DOMAIN is not set")
        .hasMessageContaining("pulumi up");
  }

  @Test
  void number_whenItIsNone_quotesTheValue() {
    FakeAws aws = new FakeAws().with("PHAROS_DATABASE_PORT", "mysql");

    assertThatThrownBy(() -> new Environment(aws).number(Variable.PHAROS_DATABASE_PORT))
        .hasMessageContaining("PHAROS_DATABASE_PORT is 'mysql', not a whole number");
  }

  @Test
  void list_takesPartsWithOrWithoutSpaces() {
    FakeAws aws = new FakeAws().with("PHAROS_APP_CIDRS", "10.0.1.0/24, 10.0.2.0/24,");

    assertThat(new Environment(aws).list(Variable.PHAROS_APP_CIDRS))
        .containsExactly("10.0.1.0/24", "10.0.2.0/24");
  }

  @Test
  void url_isTheRegionsOwn_andUsersUrlTheOneThatMoves() {
    Environment environment =
        new Environment(
            new FakeAws().with("PHAROS_SCHEME", "https").with("PHAROS_DOMAIN", "shop.example.com"));

    assertThat(environment.url(Position.PRIMARY, "/healthz"))
        .isEqualTo("https://primary.shop.example.com/healthz");
    assertThat(environment.usersUrl("/x")).isEqualTo("https://shop.example.com/x");
  }
}
