package io.pharos.sandbox.service.ecs;

import io.pharos.recovery.contract.RegistryImage;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.RoleCaller;
import io.pharos.sandbox.core.Trouble;
import io.pharos.sandbox.core.World;
import io.pharos.sandbox.service.Clients;
import io.pharos.sandbox.service.Ec2;
import io.pharos.sandbox.service.Ecr;
import io.pharos.sandbox.service.Iam;
import io.pharos.sandbox.service.app.Application;
import io.pharos.sandbox.service.app.Endpoint;
import io.pharos.sandbox.service.iam.CallKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;

/**
 * What happens before a task's containers run: ECS takes on the execution role, reads parameters
 * and secrets, pulls the images and makes the log streams, all of it through the task's own
 * interface. What cannot be done ends the task, with the reason that AWS gives.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html">Stopped
 *     tasks error messages</a>
 */
final class TaskStart {
  private static final String TASKS = "ecs-tasks.amazonaws.com";
  private static final String LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
  private static final String NO_SECRETS =
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
          + " retrieval failed: ";
  private static final String NO_LOGS =
      "ResourceInitializationError: failed to validate logger args: create stream has been retried"
          + " 1 times: failed to create Cloudwatch log stream: ";
  private static final Pattern ECR =
      Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com/([^:@]+).*");

  private final World world;
  private final Task task;
  private final String region;
  private final String executionRole;

  TaskStart(World world, Task task) {
    this.world = world;
    this.task = task;
    this.region = task.service().region();
    this.executionRole = task.definition().string("executionRoleArn");
  }

  /** What listens afterwards, by port. */
  Map<Integer, Endpoint> run() throws TaskFailure {
    List<ContainerDefinition> containers = ContainerDefinition.of(task.definition());
    assumed("executionRoleArn");
    assumed("taskRoleArn");
    Map<Integer, Endpoint> endpoints = new TreeMap<>();
    String taskRole = task.definition().string("taskRoleArn");
    for (ContainerDefinition container : containers) {
      Map<String, String> environment = new TreeMap<>(container.environment());
      for (Map.Entry<String, String> secret : container.secrets().entrySet()) {
        environment.put(secret.getKey(), secret(secret.getValue()));
      }
      pull(container.image());
      log(container);
      Application application =
          new Application(world, task.place(), taskRole.isEmpty() ? null : taskRole, environment);
      container.ports().forEach(port -> endpoints.put(port, application));
    }
    if (world.faults().strikes(Trouble.TASKS_UNHEALTHY, region, "ecs")) {
      endpoints.clear();
    }
    return endpoints;
  }

  private void assumed(String property) throws TaskFailure {
    String role = task.definition().string(property);
    if (!role.isEmpty() && !world.service(Iam.class).canAssume(role, TASKS)) {
      throw new TaskFailure(
          "ECS was unable to assume the role '"
              + role
              + "' that was provided for this task. Please verify that the role being passed has"
              + " the proper trust relationship and permissions and that your IAM user has"
              + " permissions to pass this role.");
    }
  }

  private String secret(String from) throws TaskFailure {
    if (from.startsWith("arn:aws:secretsmanager:")) {
      String what = "unable to retrieve secret from asm: service call has been retried 1 time(s): ";
      String fetch = what + "failed to fetch secret " + from + " from secrets manager: ";
      reach("secretsmanager", fetch);
      try {
        return client(SecretsManagerClient.class, regionOf(from))
            .getSecretValue(get -> get.secretId(from))
            .secretString();
      } catch (SdkException e) {
        throw new TaskFailure(NO_SECRETS + fetch + e.getMessage());
      }
    }
    String what = "unable to retrieve secrets from ssm: service call has been retried 1 time(s): ";
    reach("ssm", what);
    String name = from.replaceFirst("^arn:aws:ssm:[a-z0-9-]+:\\d+:parameter", "");
    GetParametersResponse answer;
    try {
      answer =
          client(SsmClient.class, regionOf(from))
              .getParameters(get -> get.names(name).withDecryption(true));
    } catch (SdkException e) {
      throw new TaskFailure(NO_SECRETS + what + e.getMessage());
    }
    if (!answer.invalidParameters().isEmpty()) {
      throw new TaskFailure(
          NO_SECRETS
              + "unable to retrieve secrets from ssm: invalid parameters: "
              + String.join(",", answer.invalidParameters()));
    }
    return answer.parameters().get(0).value();
  }

  private String regionOf(String reference) {
    return reference.startsWith("arn:") ? reference.split(":")[3] : region;
  }

  private <T extends software.amazon.awssdk.awscore.AwsClient> T client(
      Class<T> type, String where) {
    Caller caller = new RoleCaller(executionRole, region, world.clock().instant());
    return Clients.of(world, type, where, caller);
  }

  /** The way from the task's interface to an AWS service of its Region. */
  private void reach(String service, String what) throws TaskFailure {
    Optional<String> blocked = world.service(Ec2.class).awsBlocked(task.place(), service);
    if (blocked.isPresent()) {
      throw new TaskFailure(
          NO_SECRETS
              + what
              + "RequestCanceled: request context canceled caused by: context deadline exceeded."
              + " Please check your task network configuration. ("
              + blocked.get()
              + ")");
    }
  }

  private void pull(String image) throws TaskFailure {
    Matcher ecr = ECR.matcher(image);
    boolean own = ecr.matches() && ecr.group(2).equals(region);
    Ec2 ec2 = world.service(Ec2.class);
    Optional<String> blocked =
        own
            ? ec2.awsBlocked(task.place(), "ecr.dkr").or(() -> ec2.awsBlocked(task.place(), "s3"))
            : ec2.internetBlocked(task.place(), 443);
    String registry = ecr.matches() ? ecr.group(2) : Caller.INTERNET;
    if (blocked.isEmpty() && !world.faults().reaches(region, registry)) {
      blocked = Optional.of(registry + " cannot be reached from " + region);
    }
    if (blocked.isPresent()) {
      throw new TaskFailure(
          "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to"
              + " resolve ref "
              + image
              + ": i/o timeout ("
              + blocked.get()
              + ")");
    }
    boolean missing = false;
    if (ecr.matches()) {
      login(ecr);
      missing = RegistryImage.of(image).filter(named -> !registry(named)).isPresent();
    }
    if (missing || world.faults().strikes(Trouble.IMAGE_GONE, region, "ecs")) {
      throw new TaskFailure(
          "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to"
              + " resolve ref "
              + image
              + ": "
              + image
              + ": not found");
    }
  }

  private boolean registry(RegistryImage image) {
    return world.service(Ecr.class).registry().has(image);
  }

  private void login(Matcher ecr) throws TaskFailure {
    Iam iam = world.service(Iam.class);
    Optional<String> denied = denied(iam, "ecr:GetAuthorizationToken", "*");
    if (denied.isPresent()) {
      throw new TaskFailure(
          NO_SECRETS
              + "unable to retrieve ecr registry auth: service call has been retried 1 time(s): "
              + denied.get());
    }
    String repository =
        "arn:aws:ecr:" + ecr.group(2) + ":" + ecr.group(1) + ":repository/" + ecr.group(3);
    for (String action :
        List.of(
            "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")) {
      Optional<String> refused = denied(iam, action, repository);
      if (refused.isPresent()) {
        throw new TaskFailure("CannotPullContainerError: pull access denied: " + refused.get());
      }
    }
  }

  private void log(ContainerDefinition container) throws TaskFailure {
    if (!container.logDriver().equals("awslogs")) {
      return;
    }
    String where = container.logOptions().get("awslogs-region");
    String group = container.logOptions().get("awslogs-group");
    Optional<String> blocked = world.service(Ec2.class).awsBlocked(task.place(), "logs");
    if (blocked.isEmpty() && !world.faults().reaches(region, where)) {
      blocked = Optional.of(where + " cannot be reached from " + region);
    }
    if (blocked.isPresent()) {
      throw new TaskFailure(
          NO_LOGS + "RequestCanceled: request context canceled (" + blocked.get() + ")");
    }
    String stream =
        "arn:aws:logs:"
            + where
            + ":"
            + world.account().id()
            + ":log-group:"
            + group
            + ":log-stream:"
            + container.logOptions().get("awslogs-stream-prefix")
            + "/"
            + container.name();
    Optional<String> denied = denied(world.service(Iam.class), "logs:CreateLogStream", stream);
    if (denied.isPresent()) {
      throw new TaskFailure(NO_LOGS + "AccessDeniedException: " + denied.get());
    }
    if (world.account().find(LOG_GROUP, where, group).isEmpty()) {
      throw new TaskFailure(
          NO_LOGS + "ResourceNotFoundException: The specified log group does not exist.");
    }
  }

  private Optional<String> denied(Iam iam, String action, String resource) {
    return executionRole.isEmpty()
        ? Optional.of("there is no execution role for " + action)
        : iam.denial(executionRole, action, resource, CallKeys.NONE);
  }
}
