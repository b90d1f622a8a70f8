package io.pharos.sandbox.service;

import io.pharos.sandbox.core.Account;
import io.pharos.sandbox.core.Behavior;
import io.pharos.sandbox.core.Refusal;
import io.pharos.sandbox.core.Resource;
import io.pharos.sandbox.core.Service;
import io.pharos.sandbox.core.World;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * CodeBuild and CodePipeline, as far as they are deployed: what they refuse to take. Nothing is
 * built here.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html">Pipeline
 *     structure</a>
 */
public final class CodeServices implements Service {
  private static final String PROJECT = "aws:codebuild/project:Project";
  private static final String PIPELINE = "aws:codepipeline/pipeline:Pipeline";
  private static final String CONNECTION =
      "arn:aws:(codeconnections|codestar-connections):[a-z0-9-]+:\\d{12}:connection/[0-9a-f-]{36}";

  private final World world;

  public CodeServices(World world) {
    this.world = world;
  }

  @Override
  public Map<String, Behavior> behaviors() {
    return Map.of(PROJECT, new Projects(), PIPELINE, new Pipelines());
  }

  private final class Projects implements Behavior {
    @Override
    public void create(Resource project) {
      String name = ResourceName.of(project);
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{1,254}")) {
        throw refusal("InvalidInputException", "Invalid project name: " + name);
      }
      check(project);
      String arn =
          "arn:aws:codebuild:" + project.region() + ":" + world.account().id() + ":project/" + name;
      if (world.account().find(PROJECT, project.region(), arn).isPresent()) {
        throw refusal("ResourceAlreadyExistsException", "Project already exists: " + arn);
      }
      project.id(arn);
      project.set("arn", arn);
      project.set("badgeUrl", "");
      project.set("publicProjectAlias", "");
      project
          .attributes()
          .putIfAbsent(
              "encryptionKey",
              "arn:aws:kms:" + project.region() + ":" + world.account().id() + ":alias/aws/s3");
    }

    @Override
    public void update(Resource project, Map<String, Object> before) {
      check(project);
    }

    private void check(Resource project) {
      trusted(project.string("serviceRole"), "codebuild.amazonaws.com", "CodeBuild");
      boolean piped = "CODEPIPELINE".equals(project.map("source").get("type"));
      if (piped != "CODEPIPELINE".equals(project.map("artifacts").get("type"))) {
        throw refusal(
            "InvalidInputException",
            "Source and artifacts must both be of type CODEPIPELINE, or neither");
      }
    }
  }

  private final class Pipelines implements Behavior {
    @Override
    public void create(Resource pipeline) {
      String name = ResourceName.of(pipeline);
      check(pipeline);
      if (world.account().find(PIPELINE, pipeline.region(), name).isPresent()) {
        throw refusal("PipelineNameInUseException", "A pipeline has this name already: " + name);
      }
      pipeline.id(name);
      pipeline.set(
          "arn",
          "arn:aws:codepipeline:" + pipeline.region() + ":" + world.account().id() + ":" + name);
    }

    @Override
    public void update(Resource pipeline, Map<String, Object> before) {
      check(pipeline);
    }

    private void check(Resource pipeline) {
      trusted(pipeline.string("roleArn"), "codepipeline.amazonaws.com", "CodePipeline");
      List<Map<String, Object>> stages = pipeline.maps("stages");
      if (stages.size() < 2) {
        throw refusal("InvalidStructureException", "Pipeline has less than 2 stages");
      }
      Set<Object> names = new HashSet<>();
      Set<Object> artifacts = new HashSet<>();
      for (Map<String, Object> stage : stages) {
        if (!names.add(stage.get("name"))) {
          throw refusal("InvalidStructureException", "Stage names must be unique");
        }
        for (Object action : (List<?>) stage.get("actions")) {
          check(pipeline, (Map<?, ?>) action, stage == stages.get(0), artifacts);
        }
      }
    }

    private void check(Resource pipeline, Map<?, ?> action, boolean first, Set<Object> artifacts) {
      boolean source = "Source".equals(action.get("category"));
      if (source != first) {
        throw refusal(
            "InvalidStructureException",
            "Source actions belong to the first stage, and only there");
      }
      if (action.get("inputArtifacts") instanceof List<?> needed
          && !artifacts.containsAll(needed)) {
        throw refusal(
            "InvalidStructureException", "No earlier action has the output artifacts " + needed);
      }
      if (action.get("outputArtifacts") instanceof List<?> made) {
        artifacts.addAll(made);
      }
      Map<?, ?> configuration =
          action.get("configuration") instanceof Map<?, ?> map ? map : Map.of();
      if ("CodeBuild".equals(action.get("provider"))) {
        String name = String.valueOf(configuration.get("ProjectName"));
        boolean there =
            world
                .account()
                .first(PROJECT, pipeline.region(), project -> project.string("name").equals(name))
                .isPresent();
        if (!there) {
          throw refusal("InvalidActionDeclarationException", "There is no project " + name);
        }
      }
      if ("CodeStarSourceConnection".equals(action.get("provider"))
          && !String.valueOf(configuration.get("ConnectionArn")).matches(CONNECTION)) {
        throw refusal(
            "InvalidActionDeclarationException",
            "ConnectionArn is none: " + configuration.get("ConnectionArn"));
      }
    }
  }

  private void trusted(String roleArn, String service, String name) {
    boolean there =
        world.account().list("aws:iam/role:Role", Account.GLOBAL).stream()
            .anyMatch(role -> role.string("arn").equals(roleArn));
    if (!there || !world.service(Iam.class).canAssume(roleArn, service)) {
      throw refusal(
          "InvalidInputException",
          name + " is not authorized to perform: sts:AssumeRole on " + roleArn);
    }
  }

  private static AwsServiceException refusal(String code, String message) {
    return Refusal.of(AwsServiceException.builder(), "CodeServices", 400, code, message);
  }
}
