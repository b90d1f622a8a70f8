package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;

import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Kms;
import io.pharos.sandbox.service.call.RequestFields;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Instances that somebody runs one at a time, out of a launch template and in a subnet, and ends
 * again; no group looks after them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html">RunInstances</a>
 */
public final class Runs {
  /** What a request may have here; anything else would be left out without a word. */
  private static final Set<String> UNDERSTOOD =
      Set.of(
          "LaunchTemplate",
          "MinCount",
          "MaxCount",
          "SubnetId",
          "UserData",
          "TagSpecifications",
          "ClientToken");

  private static final Duration WHILE_DEAD = Duration.ofSeconds(10);

  private final World world;
  private final Inventory inventory;
  private final Instances instances;
  private final Launches launches;
  private final Boot boot;

  /** What was asked with a token, and the instance that it made. */
  private record Asked(RunInstancesRequest request, Instance made) {}

  private final Map<String, Asked> byToken = new HashMap<>();

  public Runs(World world, Inventory inventory, Instances instances) {
    this.world = world;
    this.inventory = inventory;
    this.instances = instances;
    this.launches = new Launches(world);
    this.boot = new Boot(world);
  }

  Instance run(String region, RunInstancesRequest request) {
    requireUnderstood(request);
    Asked before = byToken.get(region + "|" + request.clientToken());
    if (before != null) {
      if (before.request().equals(request)) {
        return before.made();
      }
      throw refusal(
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous"
              + " request(s).");
    }
    Instance made = launch(region, request);
    if (request.clientToken() != null) {
      byToken.put(region + "|" + request.clientToken(), new Asked(request, made));
    }
    return made;
  }

  private static void requireUnderstood(RunInstancesRequest request) {
    Set<String> unknown = RequestFields.of(request).set();
    unknown.removeAll(UNDERSTOOD);
    if (!unknown.isEmpty()
        || request.launchTemplate() == null
        || request.subnetId() == null
        || !Integer.valueOf(1).equals(request.minCount())
        || !Integer.valueOf(1).equals(request.maxCount())) {
      throw new UnsupportedOperationException(
          "the sandbox runs one instance of a launch template in a subnet, and does not know "
              + unknown);
    }
  }

  private Instance launch(String region, RunInstancesRequest request) {
    Resource subnet = inventory.subnet(region, request.subnetId());
    try {
      Launches.Plan plan = launches.plan(region, wanted(request.launchTemplate()));
      launches.admit(plan);
      if (world.faults().strikes(Trouble.CAPACITY_SHORT, region, "ec2")) {
        throw capacityShort(plan.template().string("instanceType"));
      }
      String id = Ids.hex("i-", 17, region, "run", instances.in(region).size(), subnet.id());
      Instance instance = launches.launch(plan, subnet, id, tags(request, plan.template()));
      String userData =
          request.userData() == null ? plan.template().string("userData") : request.userData();
      instances.add(instance);
      world
          .clock()
          .after(world.latency().sample("ec2.launch", id), id, () -> begin(instance, userData));
      return instance;
    } catch (LaunchFailure e) {
      throw refusal(e.code(), e.getMessage());
    }
  }

  private static Map<String, Object> wanted(LaunchTemplateSpecification template) {
    Map<String, Object> wanted = new HashMap<>();
    wanted.put("id", template.launchTemplateId());
    wanted.put("name", template.launchTemplateName());
    wanted.put("version", template.version());
    return wanted;
  }

  /** A matter of the servers, not of the request. */
  private static AwsServiceException capacityShort(String type) {
    return Refusal.of(
        Ec2Exception.builder(),
        "Ec2",
        500,
        "InsufficientInstanceCapacity",
        "We currently do not have sufficient "
            + type
            + " capacity in the Availability Zone you requested. Our system will be working on"
            + " provisioning additional capacity.");
  }

  private static Map<String, String> tags(RunInstancesRequest request, Resource template) {
    Map<String, String> asked = new TreeMap<>();
    for (TagSpecification specification : request.tagSpecifications()) {
      if (specification.resourceType() == ResourceType.INSTANCE) {
        specification.tags().forEach(tag -> asked.put(tag.key(), tag.value()));
      }
    }
    Map<String, String> own = Launches.tags(template);
    if (!asked.isEmpty() && !asked.keySet().containsAll(own.keySet())) {
      throw new UnsupportedOperationException(
          "AWS does not say whether a template's tags stay where a request has tags: give "
              + own.keySet()
              + " as well");
    }
    return asked.isEmpty() ? own : asked;
  }

  private void begin(Instance instance, String userData) {
    if (instance.state() != Instance.State.PENDING) {
      return;
    }
    String region = instance.launch().region();
    if (world.faults().dead(region)) {
      world.clock().after(WHILE_DEAD, instance.id(), () -> begin(instance, userData));
      return;
    }
    String key = instance.launch().volumeKey();
    if (!key.isEmpty() && !world.service(Kms.class).usable(null, key, region)) {
      // EC2 takes the request and ends the instance as soon as it cannot attach its volume.
      instance.fail(
          "Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state");
      return;
    }
    instance.state(Instance.State.RUNNING);
    boot.start(instance, userData);
  }

  /** Ends instances, whoever runs them. */
  List<InstanceStateChange> terminate(String region, List<String> ids) {
    for (String id : ids) {
      if (!id.matches("i-([0-9a-f]{8}|[0-9a-f]{17})")) {
        throw refusal("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
      }
      if (instances.find(region, id).isEmpty()) {
        throw refusal("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
      }
    }
    return ids.stream().map(id -> terminate(instances.find(region, id).orElseThrow())).toList();
  }

  private InstanceStateChange terminate(Instance instance) {
    Instance.State before = instance.state();
    if (before == Instance.State.PENDING || before == Instance.State.RUNNING) {
      instance.state(Instance.State.SHUTTING_DOWN);
      world
          .clock()
          .after(
              world.latency().sample("ec2.terminate", instance.id()),
              instance.id(),
              () -> instance.state(Instance.State.TERMINATED));
    }
    return InstanceStateChange.builder()
        .instanceId(instance.id())
        .previousState(Descriptions.state(before))
        .currentState(Descriptions.state(instance.state()))
        .build();
  }
}
