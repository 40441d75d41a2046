namespace Signpost.ControlPlane.Outcomes;

/// <summary>How a refused action is told to the caller; decides the HTTP status of the JSON API.</summary>
public enum ProblemKind
{
    /// <summary>What was asked cannot be done as it stands (400).</summary>
    Invalid,

    /// <summary>The content was understood and is not good enough, such as a photograph (422).</summary>
    Unprocessable,

    /// <summary>The thing named does not exist, or not for this member of staff (404).</summary>
    NotFound,

    /// <summary>This member of staff may not do that (403).</summary>
    Forbidden,

    /// <summary>The thing is in a state that does not allow it (409).</summary>
    Conflict,

    /// <summary>The content is larger than allowed (413).</summary>
    TooLarge,

    /// <summary>Who asks is not known (401).</summary>
    Unauthenticated,
}

/// <summary>Why an action was refused. <paramref name="Code"/> is stable; <paramref name="Detail"/> is for a person and holds no personal data.</summary>
public sealed record Problem(ProblemKind Kind, string Code, string Detail)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Measured facts that explain the refusal, such as the width of the face found.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = None;

    public static Problem Invalid(string code, string detail) => new(ProblemKind.Invalid, code, detail);

    public static Problem NotFound(string code, string detail) => new(ProblemKind.NotFound, code, detail);

    public static Problem Forbidden(string code, string detail) => new(ProblemKind.Forbidden, code, detail);

    public static Problem Conflict(string code, string detail) => new(ProblemKind.Conflict, code, detail);
}
