from opencem.kit.problems import register_problems

register_problems(
    {
        "ticket_taken": {"zh-hans": "工单已被{owner}领取", "en": "{owner} has already taken this ticket"},
        "ticket_state": {
            "zh-hans": "工单当前是「{state}」，不能这样操作",
            "en": "Not possible while the ticket is {state_en}",
        },
        "ticket_not_yours": {
            "zh-hans": "只有处理人或主管可以操作，请先领取或请主管转派",
            "en": "Only the owner or a manager may do this. Take it, or ask a manager to transfer it.",
        },
        "ticket_assignee": {
            "zh-hans": "此人不能处理该组织的工单",
            "en": "This person cannot work on tickets of the unit",
        },
        "root_cause_unknown": {"zh-hans": "没有这个原因分类", "en": "Unknown root cause"},
        "calendar_invalid": {"zh-hans": "工作日历有误：{why}", "en": "Invalid working calendar: {why}"},
    }
)
