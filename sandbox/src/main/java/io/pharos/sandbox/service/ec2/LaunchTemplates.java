package io.pharos.sandbox.service.ec2;

import static io.pharos.sandbox.service.ec2.Inventory.refusal;
import static io.pharos.sandbox.service.ec2.Inventory.settle;

import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Resource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/**
 * Launch templates and their versions. Like EC2, creation checks the form only: whether image,
 * profile and groups exist shows at launch.
 */
public final class LaunchTemplates {
  private static final int USER_DATA_LIMIT = 16384;

  private final Inventory inventory;

  /** Attributes of versions that have been superseded, by template and number. */
  private final Map<String, Map<Integer, Map<String, Object>>> versions = new HashMap<>();

  LaunchTemplates(Inventory inventory) {
    this.inventory = inventory;
  }

  Behavior behavior() {
    return new Behavior() {
      @Override
      public void create(Resource template) {
        check(template);
        inventory
            .account()
            .first(
                Ec2Types.LAUNCH_TEMPLATE,
                template.region(),
                other -> other.string("name").equals(template.string("name")))
            .ifPresent(
                other -> {
                  throw refusal(
                      "InvalidLaunchTemplateName.AlreadyExistsException",
                      "Launch template name already in use.");
                });
        inventory.identify(template, inventory.freshId("lt-", template), "launch-template");
        template.attributes().remove("ownerId");
        template.set("latestVersion", 1);
        settle(template, "defaultVersion", 1);
        keep(template);
      }

      @Override
      public void update(Resource template, Map<String, Object> before) {
        check(template);
        int latest = Math.max(1, AclEntry.integer(before.get("latestVersion")));
        boolean changed = !content(template.attributes()).equals(content(before));
        template.set("latestVersion", changed ? latest + 1 : latest);
        if (template.flag("updateDefaultVersion")) {
          template.set("defaultVersion", template.integer("latestVersion"));
        } else {
          settle(template, "defaultVersion", before.get("defaultVersion"));
        }
        keep(template);
        Inventory.tagged(template);
      }
    };
  }

  private static void check(Resource template) {
    String name = template.string("name");
    if (!name.matches("[a-zA-Z0-9().\\-/_]{3,128}")) {
      throw refusal(
          "InvalidLaunchTemplateName.MalformedException",
          "Launch template name '" + name + "' is malformed.");
    }
    try {
      if (Base64.getMimeDecoder().decode(template.string("userData")).length > USER_DATA_LIMIT) {
        throw refusal("InvalidParameterValue", "User data is limited to 16384 bytes");
      }
      Base64.getDecoder().decode(template.string("userData").replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw refusal("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
    }
  }

  /** What a new version is made for: everything but the template's own properties. */
  private static Map<String, Object> content(Map<String, Object> attributes) {
    Map<String, Object> content = new LinkedHashMap<>(attributes);
    for (String own :
        new String[] {
          "latestVersion",
          "defaultVersion",
          "updateDefaultVersion",
          "tags",
          "tagsAll",
          "arn",
          "name"
        }) {
      content.remove(own);
    }
    return content;
  }

  private void keep(Resource template) {
    versions
        .computeIfAbsent(template.region() + "|" + template.id(), id -> new HashMap<>())
        .put(template.integer("latestVersion"), new LinkedHashMap<>(template.attributes()));
  }

  /** What versions say, as far as it is asked for here: what they start, and with which script. */
  List<LaunchTemplateVersion> versions(
      String region, DescribeLaunchTemplateVersionsRequest request) {
    if (request.versions().isEmpty() || request.hasFilters() || request.maxResults() != null) {
      throw new UnsupportedOperationException("the sandbox describes the versions that are named");
    }
    String id = request.launchTemplateId() == null ? "" : request.launchTemplateId();
    Resource template =
        find(region, id, request.launchTemplateName())
            .orElseThrow(
                () ->
                    id.isEmpty()
                        ? refusal(
                            "InvalidLaunchTemplateName.NotFoundException",
                            "At least one of the launch templates specified in the request does not"
                                + " exist.")
                        : refusal(
                            "InvalidLaunchTemplateId.NotFound",
                            "The specified launch template, with template ID "
                                + id
                                + ", does not exist."));
    return request.versions().stream().map(each -> described(template, each)).toList();
  }

  private LaunchTemplateVersion described(Resource template, String asked) {
    Resource version =
        version(template, asked)
            .orElseThrow(
                () ->
                    refusal(
                        "InvalidLaunchTemplateId.VersionNotFound",
                        "Could not find the specified version "
                            + asked
                            + " for the launch template"
                            + " with ID "
                            + template.id()
                            + "."));
    long number = version.integer("latestVersion");
    return LaunchTemplateVersion.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.string("name"))
        .versionNumber(number)
        .defaultVersion(number == template.integer("defaultVersion"))
        .launchTemplateData(
            data ->
                data.imageId(version.string("imageId"))
                    .instanceType(version.string("instanceType"))
                    .userData(version.has("userData") ? version.string("userData") : null))
        .build();
  }

  /** The template that a group or a launch names by id or by name. */
  public Optional<Resource> find(String region, String id, String name) {
    return id.isEmpty()
        ? inventory
            .account()
            .first(Ec2Types.LAUNCH_TEMPLATE, region, each -> each.string("name").equals(name))
        : inventory.find(Ec2Types.LAUNCH_TEMPLATE, region, id);
  }

  /**
   * What a version says.
   *
   * @param version a number, {@code $Latest} or {@code $Default}; empty means the default
   */
  public Optional<Resource> version(Resource template, String version) {
    int latest = template.integer("latestVersion");
    int number =
        switch (version) {
          case "$Latest" -> latest;
          case "", "$Default" -> template.integer("defaultVersion");
          default -> version.matches("\\d{1,9}") ? Integer.parseInt(version) : 0;
        };
    if (number == latest) {
      return Optional.of(template);
    }
    return Optional.ofNullable(
            versions.getOrDefault(template.region() + "|" + template.id(), Map.of()).get(number))
        .map(
            attributes ->
                new Resource(template.type(), template.region(), template.name(), attributes));
  }
}
