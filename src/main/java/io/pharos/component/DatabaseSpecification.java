package io.pharos.component;

import com.pulumi.aws.rds.InstanceArgs;
import com.pulumi.core.Either;
import com.pulumi.core.Output;
import io.pharos.config.Json;
import io.pharos.config.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The specification of the next database generation, taken from the arguments that the program
 * would declare for a replica, under the program's own names and with the stack's default tags. The
 * runtime makes the instance from it, and Pulumi adopts it without a change.
 */
final class DatabaseSpecification {
  private DatabaseSpecification() {}

  /** As JSON, its keys in order. */
  static Output<String> of(Site site, InstanceArgs args) {
    List<String> names = new ArrayList<>();
    List<Output<Object>> values = new ArrayList<>();
    add(names, values, "instanceClass", args.instanceClass());
    add(names, values, "storageType", args.storageType());
    add(names, values, "kmsKeyId", args.kmsKeyId());
    add(names, values, "dbSubnetGroupName", args.dbSubnetGroupName());
    add(names, values, "parameterGroupName", args.parameterGroupName());
    add(names, values, "vpcSecurityGroupIds", args.vpcSecurityGroupIds());
    add(names, values, "publiclyAccessible", args.publiclyAccessible());
    add(names, values, "autoMinorVersionUpgrade", args.autoMinorVersionUpgrade());
    add(names, values, "performanceInsightsEnabled", args.performanceInsightsEnabled());
    add(names, values, "enabledCloudwatchLogsExports", args.enabledCloudwatchLogsExports());
    add(names, values, "copyTagsToSnapshot", args.copyTagsToSnapshot());
    add(names, values, "deletionProtection", args.deletionProtection());
    add(names, values, "maintenanceWindow", args.maintenanceWindow());
    return Output.all(values)
        .applyValue(
            resolved -> {
              TreeMap<String, Object> specification = new TreeMap<>();
              for (int i = 0; i < names.size(); i++) {
                specification.put(names.get(i), resolved.get(i));
              }
              specification.put("tags", DefaultTags.of(site.settings(), site.position().word()));
              return Json.write(specification);
            });
  }

  /** Of a cluster, which recovery never makes: what it is to be in when it is no longer fenced. */
  static Output<String> ofCluster(Output<List<String>> securityGroupIds) {
    return securityGroupIds.applyValue(
        ids -> Json.write(new TreeMap<>(java.util.Map.of("vpcSecurityGroupIds", ids))));
  }

  private static <T> void add(
      List<String> names, List<Output<Object>> values, String name, Optional<Output<T>> value) {
    names.add(name);
    values.add(value.orElseThrow().applyValue(DatabaseSpecification::plain));
  }

  private static <T> void add(
      List<String> names, List<Output<Object>> values, String name, Output<T> value) {
    add(names, values, name, Optional.of(value));
  }

  /** Some arguments are a text or the constant that stands for it. */
  private static Object plain(Object value) {
    return value instanceof Either<?, ?> either
        ? either.either(Object::toString, Object::toString)
        : value;
  }
}
