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

/** Makes the ARNs that a call is about from the templates of {@code permissions.json}. */
final class ArnTemplates {
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
  List<String> expand(ArnTemplate template, RequestFields fields, String region) {
    List<String> arns = new ArrayList<>();
    expand(template.parts(), 0, "", fields, region, arns);
    return arns;
  }

  private void expand(
      List<ArnTemplate.Part> parts,
      int from,
      String start,
      RequestFields fields,
      String region,
      List<String> arns) {
    String arn = start;
    for (int i = from; i < parts.size(); i++) {
      ArnTemplate.Part part = parts.get(i);
      if (!(part instanceof ArnTemplate.Member member)) {
        arn += fixed(part, region);
        continue;
      }
      Object value = fields.get(member.name());
      if (value == null && member.otherwise() != null) {
        value = fixed(member.otherwise(), region);
      }
      if (value == null) {
        return;
      }
      for (Object one : value instanceof Collection<?> many ? many : List.of(value)) {
        String text = one.toString();
        Optional<String> whole =
            text.startsWith("arn:") ? Optional.of(text) : lookUp(member.kind(), text, region);
        if (whole.isPresent()) {
          arns.add(whole.get());
        } else {
          // A template may name more than one member.
          expand(parts, i + 1, arn + filled(member.kind(), text, region), fields, region, arns);
        }
      }
      return;
    }
    arns.add(arn);
  }

  private String fixed(ArnTemplate.Part part, String region) {
    return part instanceof ArnTemplate.Text text
        ? text.text()
        : part instanceof ArnTemplate.Region ? region : world.account().id();
  }

  /** What stands for the member's value in the ARN. */
  private String filled(String kind, String value, String region) {
    return switch (kind) {
      case "path" -> value.startsWith("/") ? value : "/" + value;
      case "ec2" -> {
        String prefix = value.substring(0, Math.max(0, value.indexOf('-')));
        yield EC2_KINDS.getOrDefault(prefix, "*") + "/" + value;
      }
      case "parts" ->
          world
              .account()
              .find(Ec2Types.AMI, region, value)
              .map(image -> image.string("rootSnapshotId"))
              .orElse("*");
      default -> value;
    };
  }

  /** The whole ARN of what the member names, where there is such a thing. */
  private Optional<String> lookUp(String kind, String value, String region) {
    return switch (kind) {
      case "", "path", "ec2", "parts" -> Optional.empty();
      case "secret" -> lookUp("aws:secretsmanager/secret:Secret", region, "name", value);
      case "group" -> lookUp("aws:autoscaling/group:Group", region, "name", value);
      case "service" ->
          world
              .account()
              .first(EcsTypes.SERVICE, region, each -> each.string("name").equals(value))
              .map(Resource::id);
      case "scalable" -> lookUp("aws:appautoscaling/target:Target", region, "resourceId", value);
      default -> throw new IllegalStateException("permissions.json: no such look-up: " + kind);
    };
  }

  private Optional<String> lookUp(String type, String region, String attribute, String value) {
    return world
        .account()
        .first(type, region, resource -> resource.string(attribute).equals(value))
        .map((Resource resource) -> resource.string("arn"));
  }
}
