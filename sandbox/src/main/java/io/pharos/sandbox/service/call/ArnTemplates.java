package io.pharos.sandbox.service.call;

import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.ec2.Ec2Types;
import io.pharos.sandbox.service.ecs.EcsTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the ARNs that a call is about from the templates of {@code permissions.json}. In a template
 * {@code ${Field}} is the request's member, {@code ${Field|x}} is x when the member is not set, and
 * {@code ${Field#kind}} looks the ARN up by what the member names.
 */
final class ArnTemplates {
  private static final Pattern FIELD = Pattern.compile("\\$\\{(\\w+)(?:\\|([^}]*))?(?:#(\\w+))?}");
  private static final Map<String, String> EC2_KINDS =
      Map.of(
          "i", "instance",
          "ami", "image",
          "snap", "snapshot",
          "sg", "security-group",
          "acl", "network-acl",
          "vol", "volume",
          "lt", "launch-template");

  private final World world;

  ArnTemplates(World world) {
    this.world = world;
  }

  /** The ARNs, one for each value of a member that is a list; none when the member is not set. */
  List<String> expand(String template, Map<String, Object> fields, String region) {
    String placed =
        template.replace("${region}", region).replace("${account}", world.account().id());
    Matcher matcher = FIELD.matcher(placed);
    if (!matcher.find()) {
      return List.of(placed);
    }
    Object value = fields.get(matcher.group(1));
    if (value == null && matcher.group(2) == null) {
      return List.of();
    }
    List<String> arns = new ArrayList<>();
    for (Object one :
        value == null
            ? List.of(matcher.group(2))
            : value instanceof Collection<?> many ? many : List.of(value)) {
      // A template may name more than one member.
      arns.addAll(expand(arn(placed, matcher, one.toString(), region), fields, region));
    }
    return arns;
  }

  private String arn(String template, Matcher field, String value, String region) {
    if (value.startsWith("arn:")) {
      return value;
    }
    String kind = field.group(3);
    return switch (kind == null ? "" : kind) {
      case "" -> fill(template, field, value);
      case "path" -> fill(template, field, value.startsWith("/") ? value : "/" + value);
      case "ec2" -> {
        String prefix = value.substring(0, Math.max(0, value.indexOf('-')));
        yield fill(template, field, EC2_KINDS.getOrDefault(prefix, "*") + "/" + value);
      }
      case "parts" ->
          fill(
              template,
              field,
              world
                  .account()
                  .find(Ec2Types.AMI, region, value)
                  .map(image -> image.string("rootSnapshotId"))
                  .orElse("*"));
      case "secret" ->
          lookUp("aws:secretsmanager/secret:Secret", region, "name", value)
              .orElse(fill(template, field, value));
      case "group" ->
          lookUp("aws:autoscaling/group:Group", region, "name", value)
              .orElse(fill(template, field, value));
      case "service" ->
          world
              .account()
              .first(EcsTypes.SERVICE, region, each -> each.string("name").equals(value))
              .map(Resource::id)
              .orElse(fill(template, field, value));
      case "scalable" ->
          lookUp("aws:appautoscaling/target:Target", region, "resourceId", value)
              .orElse(fill(template, field, value));
      default -> throw new IllegalStateException("permissions.json: no such look-up: " + kind);
    };
  }

  private Optional<String> lookUp(String type, String region, String attribute, String value) {
    return world
        .account()
        .first(type, region, resource -> resource.string(attribute).equals(value))
        .map((Resource resource) -> resource.string("arn"));
  }

  private static String fill(String template, Matcher field, String value) {
    return template.substring(0, field.start()) + value + template.substring(field.end());
  }
}
