package io.pharos.component;

import com.pulumi.aws.secretsmanager.Secret;
import com.pulumi.aws.secretsmanager.SecretArgs;
import com.pulumi.aws.secretsmanager.SecretVersion;
import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.aws.secretsmanager.SecretsmanagerFunctions;
import com.pulumi.aws.secretsmanager.inputs.GetRandomPasswordArgs;
import com.pulumi.aws.ssm.Parameter;
import com.pulumi.aws.ssm.ParameterArgs;
import com.pulumi.aws.ssm.SsmFunctions;
import com.pulumi.aws.ssm.inputs.GetParameterArgs;
import com.pulumi.aws.ssm.outputs.GetParameterResult;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import io.pharos.config.Capacity;
import io.pharos.config.ContainerSettings;
import io.pharos.config.DatabaseSettings;
import io.pharos.config.Json;
import io.pharos.config.Role;
import io.pharos.config.Site;
import io.pharos.recovery.contract.LocalParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the application and the recovery runtime read at run time: shared parameters, equal in both
 * Regions, local ones, which the runtime writes, and the database's credentials under one name. The
 * password is made once, in the primary stack, and is a secret wherever it goes.
 */
public final class Configuration extends PharosComponent {
  private static final String BASE_IMAGE =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-";
  private static final int PASSWORD_LENGTH = 40;

  private final String name;
  private final Site site;
  private final List<Resource> parameters = new ArrayList<>();
  private final Optional<Parameter> localAmi;
  private final Secret secret;
  private final SecretVersion version;

  public Configuration(String name, ConfigurationArgs args, ComponentResourceOptions options) {
    super("Configuration", name, options);
    this.name = name;
    this.site = args.site();
    shared("database-name", site.settings().database().name());
    site.settings().compute().containers().forEach(this::container);
    this.localAmi =
        site.settings().compute().startsFromImage() ? Optional.of(localAmi()) : Optional.empty();
    posture();
    this.secret =
        new Secret(
            name + "-database",
            SecretArgs.builder()
                .name(site.names().databaseSecret())
                .description("Credentials of the database; the same in both Regions")
                .kmsKeyId(args.encryption().keyArn())
                .recoveryWindowInDays(site.isProtected() ? 30 : 0)
                .build(),
            child());
    this.version =
        new SecretVersion(
            name + "-database",
            SecretVersionArgs.builder()
                .secretId(secret.id())
                .secretString(args.databaseCredentials().orElseGet(this::newCredentials).asSecret())
                .build(),
            // A new password is drawn on every run; only the first one counts.
            childOptions().ignoreChanges("secretString").build());
    Map<String, Output<?>> outputs = new LinkedHashMap<>();
    outputs.put("databaseCredentials", databaseCredentials());
    outputs.put("secretArn", secretArn());
    localAmi.ifPresent(ami -> outputs.put("localAmiParameterName", ami.name()));
    registerOutputs(outputs);
  }

  /** {@code {"username": ..., "password": ...}} as it is in the secret; a secret output. */
  public Output<String> databaseCredentials() {
    return version.secretString().applyValue(Optional::orElseThrow).asSecret();
  }

  public Output<String> secretArn() {
    return secret.arn();
  }

  /** The parameter that the launch template resolves to an image; only where there is one. */
  public Output<String> localAmiParameterName() {
    return localAmi.orElseThrow().name();
  }

  /** What an instance reads while it starts. */
  List<Resource> readAtBoot() {
    List<Resource> all = new ArrayList<>(parameters);
    localAmi.ifPresent(all::add);
    all.add(version);
    return all;
  }

  private void container(ContainerSettings container) {
    // A task definition names its images itself.
    if (site.settings().compute().startsFromImage()) {
      shared(imageKey(container), container.image());
    }
    container
        .environment()
        .forEach((key, value) -> shared(environmentKey(container) + "/" + key, value));
  }

  /** The shared parameter with a container's image. */
  static String imageKey(ContainerSettings container) {
    return "containers/" + container.name() + "/image";
  }

  /** The path of the shared parameters that become a container's environment. */
  static String environmentKey(ContainerSettings container) {
    return "containers/" + container.name() + "/environment";
  }

  private void shared(String key, String value) {
    parameters.add(
        new Parameter(
            name + "-shared-" + key.replace('/', '-'),
            ParameterArgs.builder()
                .name(site.names().sharedParameter(key))
                .type("String")
                .value(value)
                .build(),
            child()));
  }

  private Parameter localAmi() {
    Output<String> image =
        SsmFunctions.getParameter(
                GetParameterArgs.builder()
                    .name(BASE_IMAGE + site.settings().compute().architecture())
                    .build(),
                invoke())
            .applyValue(GetParameterResult::value);
    return new Parameter(
        name + "-local-ami",
        ParameterArgs.builder()
            .name(site.names().localParameter(LocalParameter.AMI))
            .description("Image of new instances; the runtime writes the newest golden one")
            .type("String")
            .dataType("aws:ec2:image")
            .value(image)
            .build(),
        ignoringValue());
  }

  /** The wanted posture is Pulumi's to say; the runtime applies it. */
  private void posture() {
    Map<String, Object> posture = new LinkedHashMap<>();
    for (Role role : Role.values()) {
      Capacity capacity = site.settings().compute().capacity(role);
      Map<String, Object> sizes = new LinkedHashMap<>();
      sizes.put("minSize", capacity.minSize());
      sizes.put("maxSize", capacity.maxSize());
      sizes.put("desiredCapacity", capacity.desiredCapacity());
      posture.put(role.name().toLowerCase(Locale.ROOT), sizes);
    }
    new Parameter(
        name + "-local-posture",
        ParameterArgs.builder()
            .name(site.names().localParameter(LocalParameter.POSTURE))
            .description("What this Region runs in each role")
            .type("String")
            .value(Json.write(posture))
            .build(),
        child());
  }

  private CustomResourceOptions ignoringValue() {
    return childOptions().ignoreChanges("value").build();
  }

  private Output<String> newCredentials() {
    return SecretsmanagerFunctions.getRandomPassword(
            GetRandomPasswordArgs.builder()
                .passwordLength(PASSWORD_LENGTH)
                // Neither RDS nor a shell nor JSON need care with letters and digits.
                .excludePunctuation(true)
                .requireEachIncludedType(true)
                .build(),
            invoke())
        .applyValue(
            result -> {
              Map<String, String> credentials = new LinkedHashMap<>();
              credentials.put("username", DatabaseSettings.USERNAME);
              credentials.put("password", result.randomPassword());
              return Json.write(credentials);
            });
  }
}
