using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Api;

/// <summary>Problems as RFC 9457 documents with the stable code and, where there are any, the facts.</summary>
internal static class Problems
{
    public static IResult ToResult(this Problem problem)
    {
        var details = new ProblemDetails { Status = Status(problem.Kind), Title = problem.Code, Detail = problem.Detail };
        details.Extensions["code"] = problem.Code;
        if (problem.Facts.Count > 0) details.Extensions["facts"] = problem.Facts;
        return TypedResults.Problem(details);
    }

    public static IResult ToResult<T>(this Outcome<T> outcome, Func<T, IResult> success) =>
        outcome.Succeeded(out var value, out var problem) ? success(value) : problem.ToResult();

    public static IResult ToResult<T>(this Outcome<T> outcome) => outcome.ToResult(value => TypedResults.Ok(value));

    public static int Status(ProblemKind kind) => kind switch
    {
        ProblemKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        ProblemKind.NotFound => StatusCodes.Status404NotFound,
        ProblemKind.Forbidden => StatusCodes.Status403Forbidden,
        ProblemKind.Conflict => StatusCodes.Status409Conflict,
        ProblemKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ProblemKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status400BadRequest,
    };
}
