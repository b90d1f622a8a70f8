package io.pharos.sandbox.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An expression is parsed once and evaluated many times. */
class ExpressionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void an_evaluation_sees_nothing_of_the_one_before() {
    String text = "{% $exists($request) and $request.mode = 'planned' %}";

    assertThat(value(Map.of("request", Map.of("mode", "planned")), NOW, text)).isEqualTo(true);
    assertThat(value(Map.of(), NOW, text)).isEqualTo(false);
  }

  @Test
  void an_evaluation_that_failed_leaves_nothing_behind() {
    String text = "{% $exists($wanted) ? $wanted + 1 : 'none' %}";

    assertThatThrownBy(() -> value(Map.of("wanted", "one"), NOW, text))
        .isInstanceOf(StateError.class);
    assertThat(value(Map.of(), NOW, text)).isEqualTo("none");
  }

  @Test
  void the_time_is_that_of_each_evaluation() {
    String text = "{% $millis() %}";

    assertThat(value(Map.of(), NOW, text)).isEqualTo(NOW.toEpochMilli());
    assertThat(value(Map.of(), NOW.plusSeconds(1), text)).isEqualTo(NOW.toEpochMilli() + 1000);
  }

  @Test
  void the_limit_of_a_text_counts_its_bytes() {
    List<Object> value = List.of("\u20ac".repeat(10), Map.of("key", 1.5));
    int bytes = Json.bytes(value);

    assertThat(Json.longer(value, bytes - 1)).isTrue();
    assertThat(Json.longer(value, bytes)).isFalse();
  }

  private static Object value(Map<String, Object> variables, Instant now, String text) {
    return new Expressions(new HashMap<>(variables), new ExpressionFunctions(now, 1))
        .evaluate("Output", text);
  }
}
