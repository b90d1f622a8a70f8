package io.pharos.sandbox.service.dynamodb;

import io.pharos.sandbox.service.dynamodb.expression.ExpressionParser;
import io.pharos.sandbox.service.dynamodb.expression.Path;
import io.pharos.sandbox.service.dynamodb.expression.Placeholders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which attributes of an item are asked for. */
record Projection(List<Path> paths) {

  static Projection of(String expression, Placeholders placeholders) {
    List<Path> paths =
        new ExpressionParser(expression, "ProjectionExpression", placeholders).projection();
    if (paths.stream().anyMatch(path -> path.steps().size() > 1)) {
      throw new UnsupportedOperationException(
          "the sandbox does not project nested attributes: " + expression);
    }
    return new Projection(paths);
  }

  Map<String, AttributeValue> of(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> projected = new LinkedHashMap<>();
    for (Path path : paths) {
      AttributeValue value = path.get(item);
      if (value != null) {
        projected.put(path.attribute(), value);
      }
    }
    return projected;
  }
}
