package io.pharos.sandbox.service.ssm;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Caller;
import io.pharos.sandbox.core.Ids;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/** Parameter Store as the SDK's client of one Region. */
public final class SsmApi implements SsmClient {
  private static final int MOST_NAMES = 10;

  private final World world;
  private final String region;
  private final Caller caller;
  private final Map<String, Instant> written;
  private final BiConsumer<Resource, String> changed;

  /**
   * @param written when each parameter was written last, by ARN
   * @param changed is told of every write: the parameter, and Create, Update or Delete
   */
  public SsmApi(
      World world,
      String region,
      Caller caller,
      Map<String, Instant> written,
      BiConsumer<Resource, String> changed) {
    this.world = world;
    this.region = region;
    this.caller = caller;
    this.written = written;
    this.changed = changed;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}

  @Override
  public GetParameterResponse getParameter(GetParameterRequest request) {
    return GetParameterResponse.builder()
        .parameter(
            found(request.name(), Boolean.TRUE.equals(request.withDecryption()))
                .orElseThrow(() -> SsmRefusal.notFound(request.name())))
        .build();
  }

  @Override
  public GetParametersResponse getParameters(GetParametersRequest request) {
    if (request.names().size() > MOST_NAMES) {
      throw SsmRefusal.invalid(
          "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must"
              + " have length less than or equal to 10");
    }
    List<Parameter> parameters = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : request.names()) {
      found(name, Boolean.TRUE.equals(request.withDecryption()))
          .ifPresentOrElse(parameters::add, () -> missing.add(name));
    }
    return GetParametersResponse.builder()
        .parameters(parameters)
        .invalidParameters(missing)
        .build();
  }

  @Override
  public GetParametersByPathResponse getParametersByPath(GetParametersByPathRequest request) {
    if (!request.path().startsWith("/")) {
      throw SsmRefusal.invalid("The parameter path must begin with a slash: " + request.path());
    }
    String path = request.path().endsWith("/") ? request.path() : request.path() + "/";
    int size = request.maxResults() == null ? MOST_NAMES : request.maxResults();
    if (size < 1 || size > MOST_NAMES) {
      throw SsmRefusal.invalid("MaxResults must be between 1 and 10");
    }
    List<Resource> below =
        world.account().list(ParameterBehavior.TYPE, region).stream()
            .filter(parameter -> parameter.id().startsWith(path))
            .filter(
                parameter ->
                    Boolean.TRUE.equals(request.recursive())
                        || parameter.id().indexOf('/', path.length()) < 0)
            .filter(
                parameter ->
                    request.nextToken() == null
                        || parameter.id().compareTo(request.nextToken()) > 0)
            .toList();
    List<Resource> page = below.subList(0, Math.min(size, below.size()));
    return GetParametersByPathResponse.builder()
        .parameters(
            page.stream()
                .map(parameter -> answer(parameter, Boolean.TRUE.equals(request.withDecryption())))
                .toList())
        .nextToken(below.size() > size ? page.get(size - 1).id() : null)
        .build();
  }

  @Override
  public PutParameterResponse putParameter(PutParameterRequest request) {
    Optional<Resource> existing = resource(request.name());
    boolean overwrite = Boolean.TRUE.equals(request.overwrite());
    if (overwrite && request.hasTags()) {
      throw SsmRefusal.invalid(
          "Invalid request: tags and overwrite can't be used together. To create a parameter with"
              + " tags, please remove overwrite flag. To update tags for an existing parameter,"
              + " please use AddTagsToResource or RemoveTagsFromResource.");
    }
    if (existing.isPresent() && !overwrite) {
      throw SsmRefusal.alreadyExists();
    }
    Resource parameter =
        existing.map(found -> overwrite(found, request)).orElseGet(() -> create(request));
    written.put(parameter.string("arn"), caller.now());
    changed.accept(parameter, existing.isPresent() ? "Update" : "Create");
    return PutParameterResponse.builder()
        .version((long) parameter.integer("version"))
        .tier(parameter.string("tier"))
        .build();
  }

  @Override
  public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
    Resource parameter =
        resource(request.name()).orElseThrow(() -> SsmRefusal.notFound(request.name()));
    world.account().remove(parameter);
    changed.accept(parameter, "Delete");
    return DeleteParameterResponse.builder().build();
  }

  private Resource create(PutParameterRequest request) {
    if (request.type() == null) {
      throw SsmRefusal.invalid("A parameter type is required when you create a parameter.");
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("name", request.name());
    attributes.put("type", request.typeAsString());
    attributes.put("value", request.value());
    put(attributes, "description", request.description());
    put(attributes, "keyId", request.keyId());
    put(attributes, "tier", request.tierAsString());
    put(attributes, "allowedPattern", request.allowedPattern());
    put(attributes, "dataType", request.dataType());
    Map<String, Object> tags = new LinkedHashMap<>();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    attributes.put("tags", tags);
    Resource parameter = new Resource(ParameterBehavior.TYPE, region, request.name(), attributes);
    new ParameterBehavior(world, written).create(parameter);
    world.account().add(parameter);
    return parameter;
  }

  private Resource overwrite(Resource parameter, PutParameterRequest request) {
    if (request.type() != null && !request.typeAsString().equals(parameter.string("type"))) {
      throw SsmRefusal.invalid(
          "The parameter type cannot be changed from %s to %s"
              .formatted(parameter.string("type"), request.typeAsString()));
    }
    Map<String, Object> before = new LinkedHashMap<>(parameter.attributes());
    ParameterBehavior.text(parameter, request.value());
    put(parameter.attributes(), "description", request.description());
    put(parameter.attributes(), "keyId", request.keyId());
    put(parameter.attributes(), "dataType", request.dataType());
    try {
      new ParameterBehavior(world, written).update(parameter, before);
    } catch (RuntimeException e) {
      parameter.attributes(before);
      throw e;
    }
    // Every PutParameter makes a version, also one that writes the same value again.
    parameter.set("version", ((Number) before.get("version")).intValue() + 1);
    return parameter;
  }

  private Optional<Parameter> found(String name, boolean decrypted) {
    int colon =
        name.startsWith("arn:") ? name.indexOf(':', name.indexOf("parameter/")) : name.indexOf(':');
    String bare = colon < 0 ? name : name.substring(0, colon);
    Optional<Resource> parameter = resource(bare);
    if (colon >= 0 && parameter.isPresent()) {
      String version = name.substring(colon + 1);
      if (!version.equals(parameter.get().string("version"))) {
        throw SsmRefusal.versionNotFound(bare, version);
      }
    }
    return parameter.map(resource -> answer(resource, decrypted));
  }

  private Optional<Resource> resource(String nameOrArn) {
    Account account = world.account();
    return nameOrArn.startsWith("arn:")
        ? account.byArn(ParameterBehavior.TYPE, nameOrArn)
        : account.find(ParameterBehavior.TYPE, region, nameOrArn);
  }

  private Parameter answer(Resource parameter, boolean decrypted) {
    String text = ParameterBehavior.text(parameter);
    boolean sealed = parameter.string("type").equals("SecureString") && !decrypted;
    return Parameter.builder()
        .name(parameter.id())
        .arn(parameter.string("arn"))
        .type(parameter.string("type"))
        .value(sealed ? Ids.letters("AQICAH", 32, parameter.string("arn"), text) : text)
        .version((long) parameter.integer("version"))
        .dataType(parameter.string("dataType"))
        .lastModifiedDate(written.get(parameter.string("arn")))
        .build();
  }

  private static void put(Map<String, Object> attributes, String name, String value) {
    if (value != null) {
      attributes.put(name, value);
    }
  }
}
